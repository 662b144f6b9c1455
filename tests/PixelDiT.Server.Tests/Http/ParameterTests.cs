using System.Net;
using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.Http;

/// <summary>Parameters that are given twice, and integers of any size.</summary>
internal sealed class ParameterTests
{
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await TestServer.StartAsync();
        var mine = Directory.CreateDirectory(Path.Combine(_server.Folders.User, "default")).FullName;
        File.WriteAllText(Path.Combine(mine, "a.json"), "{}");
        Directory.CreateDirectory(_server.Folders.Output);
        File.WriteAllBytes(Path.Combine(_server.Folders.Output, "a.png"), Pictures.Png(1, 2, 3));
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("/history?max_items=99999999999")]
    [TestCase("/history?max_items=-99999999999")]
    [TestCase("/history?offset=99999999999")]
    [TestCase("/history?offset=-99999999999&max_items=99999999999")]
    [TestCase("/history?offset=99999999999&max_items=99999999999")]
    [TestCase("/history?max_items=%201")]
    [TestCase("/history?max_items=1%20&max_items=x")]
    [TestCase("/history?offset=0&offset=x")]
    [TestCase("/api/jobs?limit=1&limit=2")]
    [TestCase("/api/jobs?offset=1&offset=x")]
    [TestCase("/api/jobs?sort_by=created_at&sort_by=x")]
    [TestCase("/api/jobs?sort_order=asc&sort_order=x")]
    [TestCase("/api/jobs?status=completed&status=x")]
    [TestCase("/userdata?dir=.&dir=.")]
    [TestCase("/v2/userdata?path=.&path=x")]
    [TestCase("/view?filename=a.png&filename=b.png&type=output&type=x")]
    public async Task Get_IsTaken(string path) => Assert.That((await _server.GetAsync(path)).Status, Is.EqualTo(HttpStatusCode.OK));

    [Test]
    public async Task History_BoundsBeyondAnyCount_AreAsGoodAsTheLargest()
    {
        var id = await _server.SubmitAsync(Graphs.Preview());
        await _server.FinishedAsync(id);

        Assert.That((await _server.GetAsync("/history?max_items=99999999999")).Body!.AsObject().Select(p => p.Key), Is.EqualTo(new[] { id }));
        Assert.That((await _server.GetAsync("/history?offset=99999999999&max_items=99999999999")).Body!.AsObject(), Is.Empty);
    }

    [Test]
    public async Task UserData_GivenTwice_TheFirstCounts()
    {
        Assert.That((await _server.GetAsync("/userdata?dir=.&dir=x&full_info=false&full_info=true")).Body!.ToJsonString(), Is.EqualTo("""["a.json"]"""));
        Assert.That((await _server.PostAsync("/userdata/a.json?overwrite=false&overwrite=true", "1")).Status, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task Socket_ClientIdGivenTwice_TheFirstCounts()
    {
        await using var socket = await _server.ConnectAsync("first&clientId=second");

        Assert.That((string?)(await socket.NextAsync()).Data!["sid"], Is.EqualTo("first"));
    }

    [Test]
    public async Task Upload_FieldsGivenTwice_TheFirstCounts()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Pictures.Png(1, 2, 3)), "image", "up.png" },
            { new StringContent("input"), "type" }, { new StringContent("output"), "type" },
            { new StringContent("sub"), "subfolder" }, { new StringContent("other"), "subfolder" },
        };
        using var response = await _server.Http.PostAsync(new Uri("/upload/image", UriKind.Relative), form);

        Assert.That(JsonNode.Parse(await response.Content.ReadAsStringAsync())!.ToJsonString(), Is.EqualTo("""{"name":"up.png","subfolder":"sub","type":"input"}"""));
    }

    [Test]
    public async Task Delete_GivenTwice_TheFirstCounts()
    {
        using var response = await _server.Http.DeleteAsync(new Uri("/pixeldit/files?filename=a.png&filename=b.png", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(Path.Combine(_server.Folders.Output, "a.png"), Does.Not.Exist);
    }
}
