using System.Net;

namespace PixelDiT.Server.Tests.Files;

/// <summary><c>DELETE /api/pixeldit/files</c>.</summary>
internal sealed class DeletionTests
{
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("filename=a.png", "output/a.png")]
    [TestCase("filename=a.png&type=output&subfolder=", "output/a.png")]
    [TestCase("filename=a.png&subfolder=day%2Fone", "output/day/one/a.png")]
    [TestCase("filename=a.png&type=input", "input/a.png")]
    [TestCase("filename=a.png&type=temp", "temp/a.png")]
    public async Task Delete_File_IsGoneAndNothingElse(string query, string file)
    {
        string[] files = ["output/a.png", "output/b.png", "output/day/one/a.png", "input/a.png", "temp/a.png"];
        foreach (var name in files)
        {
            var path = Path.Combine(_server.Folders.Base, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "x");
        }

        Assert.That(await DeleteAsync($"/api/pixeldit/files?{query}"), Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(files.Where(f => !File.Exists(Path.Combine(_server.Folders.Base, f))), Is.EqualTo(new[] { file }));
        Assert.That(await DeleteAsync($"/pixeldit/files?{query}"), Is.EqualTo(HttpStatusCode.NotFound), "it is gone");
    }

    [TestCase("", 400)]
    [TestCase("filename=", 400)]
    [TestCase("filename=sub/a.png", 400)]
    [TestCase("filename=day", 404)]
    [TestCase("filename=none.png", 404)]
    [TestCase("filename=a.png&type=user", 400)]
    [TestCase("filename=a.png&type=models", 400)]
    [TestCase("filename=a.png&subfolder=none", 404)]
    public async Task Delete_AnythingElse_IsRefused(string query, int status)
    {
        Directory.CreateDirectory(Path.Combine(_server.Folders.Output, "day"));
        File.WriteAllText(Path.Combine(_server.Folders.Output, "a.png"), "x");

        Assert.That((int)await DeleteAsync($"/api/pixeldit/files?{query}"), Is.EqualTo(status));
        Assert.That(Directory.GetFileSystemEntries(_server.Folders.Output), Has.Length.EqualTo(2));
    }

    private async Task<HttpStatusCode> DeleteAsync(string path)
    {
        using var response = await _server.Http.DeleteAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }
}
