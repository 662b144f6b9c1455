using System.Net;
using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.Settings;

/// <summary><c>/settings</c>: values come back as they were sent, and a file that is damaged is not lost.</summary>
internal sealed class SettingsTests
{
    private TestServer _server = null!;

    private string Stored => Path.Combine(_server.Folders.User, "default", "comfy.settings.json");

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("1.50")]
    [TestCase("1e3")]
    [TestCase("18446744073709551616")]
    [TestCase("null")]
    [TestCase("false")]
    [TestCase("[]")]
    [TestCase("""{"b":{"x":[1,{"y":null}]},"a":"ü<"}""")]
    public async Task Value_ComesBackAsItWasSent(string value)
    {
        Assert.That((await _server.PostAsync("/api/settings/My.Setting", value)).Status, Is.EqualTo(HttpStatusCode.OK));

        Assert.That(await _server.Http.GetStringAsync(new Uri("/settings/My.Setting", UriKind.Relative)), Is.EqualTo(value));
        Assert.That(await _server.Http.GetStringAsync(new Uri("/api/settings", UriKind.Relative)), Is.EqualTo($$"""{"My.Setting":{{value}}}"""));
    }

    [TestCase("Comfy.A%2FB", "Comfy.A/B")]
    [TestCase("a%20b", "a b")]
    [TestCase("..%2F..%2Fx", "../../x")]
    public async Task Id_MayBeAnything(string encoded, string id)
    {
        await _server.PostAsync($"/settings/{encoded}", "7");

        Assert.That((await _server.GetAsync("/settings")).Body![id]!.ToJsonString(), Is.EqualTo("7"));
        Assert.That((await _server.GetAsync($"/settings/{encoded}")).Body!.ToString(), Is.EqualTo("7"));
        Assert.That(Directory.GetFiles(_server.Folders.Base, "*", SearchOption.AllDirectories), Is.EqualTo(new[] { Stored }));
    }

    [Test]
    public async Task Post_ManyAtOnce_LosesNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? _server.PostAsync($"/settings/k{i}", $"{i}") : _server.PostAsync("/settings", $$"""{"k{{i}}":{{i}}}""")));

        var all = (await _server.GetAsync("/settings")).Body!.AsObject();
        Assert.That(all.Select(p => p.Key), Is.EquivalentTo(Enumerable.Range(0, 50).Select(i => $"k{i}")));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(Stored)!, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }), Has.Length.EqualTo(1), "nothing is left over");
    }

    [TestCase("{\"a\": 1")]
    [TestCase("[1]")]
    [TestCase("")]
    public async Task DamagedFile_CountsAsEmptyAndIsKept(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Stored)!);
        File.WriteAllText(Stored, content);

        Assert.That((await _server.GetAsync("/settings")).Body!.ToJsonString(), Is.EqualTo("{}"));
        await _server.PostAsync("/settings/b", "2");

        Assert.That((await _server.GetAsync("/settings")).Body!.ToJsonString(), Is.EqualTo("""{"b":2}"""));
        Assert.That(File.ReadAllText(Stored + ".damaged"), Is.EqualTo(content));
    }

    [Test]
    public async Task DamagedFile_DoesNotReplaceAnOlderOne()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Stored)!);
        foreach (var content in (string[])["first", "second", "third"])
        {
            File.WriteAllText(Stored, content);
            await _server.PostAsync("/settings/b", "2");
        }

        Assert.That(File.ReadAllText(Stored + ".damaged"), Is.EqualTo("first"));
        Assert.That(File.ReadAllText(Stored + ".damaged-2"), Is.EqualTo("second"));
        Assert.That(File.ReadAllText(Stored + ".damaged-3"), Is.EqualTo("third"));
    }

    [Test]
    public async Task Value_AsDeepAsABodyMayBe_LeavesTheOthers()
    {
        var deep = new string('[', 128) + new string(']', 128);
        await _server.PostAsync("/settings", """{"Keep":1}""");

        Assert.That((await _server.PostAsync("/settings/deep", deep)).Status, Is.EqualTo(HttpStatusCode.OK));
        await _server.PostAsync("/settings/Last", "2");

        Assert.That(await _server.Http.GetStringAsync(new Uri("/settings", UriKind.Relative)), Is.EqualTo($$"""{"Keep":1,"deep":{{deep}},"Last":2}"""));
        Assert.That(Stored + ".damaged", Does.Not.Exist);
        Assert.That((await _server.PostAsync("/settings/deeper", $"[{deep}]")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("/settings", "[1]")]
    [TestCase("/settings", "")]
    [TestCase("/settings", "{\"a\":1,\"a\":2}")]
    [TestCase("/settings/x", "")]
    [TestCase("/settings/x", "{")]
    [TestCase("/settings/x", "\"\\ud800\"")]
    [TestCase("/settings/%FF", "1")]
    public async Task Post_Malformed_Is400AndChangesNothing(string path, string body)
    {
        Assert.That((await _server.PostAsync(path, body)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(Stored, Does.Not.Exist);
    }

    [Test]
    public async Task Post_MoreThanSettingsMayBe_Is413()
    {
        var half = $"\"{new string('x', 3 << 20)}\"";
        Assert.That((await _server.PostAsync("/settings/a", half)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await _server.PostAsync("/settings/b", half)).Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge), "both together");
        // Without it the server hangs up while the client is still sending.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/settings/c") { Content = new StringContent($"\"{new string('x', 5 << 20)}\"") };
        request.Headers.ExpectContinue = true;
        using var response = await _server.Http.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge), "one alone");
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("Maximum request body size 4194304 exceeded."));
        Assert.That((await _server.GetAsync("/settings")).Body!.AsObject().Select(p => p.Key), Is.EqualTo(new[] { "a" }));
    }
}
