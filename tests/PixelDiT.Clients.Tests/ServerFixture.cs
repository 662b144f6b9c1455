using PixelDiT.Tests.Processes;

namespace PixelDiT.Clients.Tests;

/// <summary>One server process with the bench pack for all tests of a class.</summary>
internal abstract class ServerFixture
{
    private string _folder = null!;

    protected ServerProcess Server { get; private set; } = null!;

    protected string Url => Server.Http.BaseAddress!.ToString().TrimEnd('/');

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("pixeldit-clients-").FullName;
        Server = await ServerProcess.StartAsync(_folder, "--node-packs", Paths.NodePacks);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        var exited = Server?.HasExited ?? true;
        var output = Server?.Output ?? "";
        Server?.Dispose();
        Directory.Delete(_folder, recursive: true);
        Assert.That(exited, Is.False, () => $"the server ended:\n{output}");
        // A line of the log begins with the time and, where it is one, the word "error".
        Assert.That(output.Split('\n').Where(l => l.Contains(" error: ", StringComparison.Ordinal)), Is.Empty, "errors in the server's log");
    }
}
