using System.Net;
using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.Operations;

/// <summary><c>/health</c>.</summary>
internal sealed class HealthTests
{
    [Test]
    public async Task Server_ThatRuns_IsLiveAndReady()
    {
        await using var server = await TestServer.StartAsync();

        Assert.That((await server.GetAsync("/health/live")).Body!.ToJsonString(), Is.EqualTo("""{"status":"live"}"""));
        var (status, body) = await server.GetAsync("/health/ready");
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), body?.ToJsonString());
        Assert.That((string?)body!["status"], Is.EqualTo("ready"));
        Assert.That(body["checks"]!.AsObject().All(c => (bool)c.Value!["ok"]!), Is.True);
        Assert.That(body["checks"]!.AsObject().Select(c => c.Key), Is.SupersetOf(new[] { "server", "worker", "store", "output", "packs" }));
        Assert.That(Directory.GetFiles(server.Folders.Output), Is.Empty, "the check leaves nothing behind");
    }

    [Test]
    public async Task OutputFolder_ThatIsAFile_MakesItNotReadyAndNamesNoPath()
    {
        await using var server = await TestServer.StartAsync();
        File.WriteAllText(server.Folders.Output, "in the way");

        var (status, body) = await server.GetAsync("/health/ready");

        Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((string?)body!["status"], Is.EqualTo("not_ready"));
        Assert.That(Failed(body), Is.EqualTo(new[] { "output" }));
        Assert.That(body.ToJsonString(), Does.Not.Contain(server.Folders.Base));
        Assert.That((await server.GetAsync("/health/live")).Status, Is.EqualTo(HttpStatusCode.OK), "a restart would not help");
    }

    [Test]
    public async Task LongJob_LeavesTheServerReady()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.SubmitAsync(Graphs.Gate("busy"));
        await server.Gates.Reached("busy");

        Assert.That((await server.GetAsync("/health/ready")).Status, Is.EqualTo(HttpStatusCode.OK));

        server.Gates.Open("busy");
        await server.FinishedAsync(id);
    }

    private static IEnumerable<string> Failed(JsonNode body) => body["checks"]!.AsObject().Where(c => !(bool)c.Value!["ok"]!).Select(c => c.Key);
}
