using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Packs;
using PixelDiT.Graph.Registry;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Tests.Security;

/// <summary>With keys on, everybody has a queue and a history of their own; admins have all.</summary>
internal sealed class OwnershipTests
{
    private static readonly ServerOptions Locked = new()
    {
        Security = new SecurityOptions { Keys = [new ApiKey("anna", "anna-key"), new ApiKey("bert", "bert-key"), new ApiKey("root", "root-key", isAdmin: true)] },
    };

    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync(Locked);

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Jobs_ThatRunAndWait_AreTheirOwnersAlone()
    {
        var (running, waiting) = await AnnasJobsAsync();
        foreach (var path in (string[])
            ["/queue", "/api/queue", "/api/jobs", $"/api/jobs/{running}", $"/api/jobs/{waiting}", "/api/pixeldit/queue", $"/api/pixeldit/jobs/{running}", $"/api/pixeldit/jobs/{waiting}"])
        {
            Assert.That(await TextAsync("anna-key", path), Does.Contain(path.EndsWith(running, StringComparison.Ordinal) ? running : waiting), path);
            Assert.That(await TextAsync("root-key", path), Does.Contain(path.EndsWith(running, StringComparison.Ordinal) ? running : waiting), path);
            Assert.That(await TextAsync("bert-key", path), Does.Not.Contain("hold").And.Not.Contain("EmptyImage"), path);
        }

        Assert.That(await StatusAsync("bert-key", "GET", $"/api/jobs/{running}"), Is.EqualTo(404));
        Assert.That(await StatusAsync("bert-key", "GET", $"/api/pixeldit/jobs/{waiting}"), Is.EqualTo(404));
        await EndAsync(running, waiting);
    }

    [Test]
    public async Task ForeignJobs_CannotBeTouched()
    {
        var (running, waiting) = await AnnasJobsAsync();
        foreach (var (method, path, body) in new (string, string, string)[]
            {
                ("POST", "/queue", """{"clear":true}"""),
                ("POST", "/queue", $$"""{"delete":["{{waiting}}"]}"""),
                ("POST", "/interrupt", ""),
                ("POST", "/interrupt", $$"""{"prompt_id":"{{running}}"}"""),
                ("POST", $"/api/jobs/{running}/cancel", ""),
                ("POST", $"/api/jobs/{waiting}/cancel", ""),
                ("POST", "/api/jobs/cancel", $$"""{"job_ids":["{{running}}","{{waiting}}"]}"""),
                ("POST", $"/api/pixeldit/jobs/{running}/cancel", ""),
                ("POST", $"/api/pixeldit/jobs/{waiting}/cancel", ""),
                ("POST", $"/api/pixeldit/jobs/{waiting}/priority", """{"position":1}"""),
            })
        {
            Assert.That(await StatusAsync("bert-key", method, path, body), Is.EqualTo(path.EndsWith("/priority", StringComparison.Ordinal) ? 403 : path.Contains("/pixeldit/") ? 404 : 200), $"{method} {path} {body}");
        }

        var queue = JsonNode.Parse(await TextAsync("anna-key", "/queue"))!;
        Assert.That((string?)queue["queue_running"]![0]![1], Is.EqualTo(running));
        Assert.That((string?)queue["queue_pending"]![0]![1], Is.EqualTo(waiting));
        await EndAsync(running, waiting);
        Assert.That((string?)(await HistoryAsync("anna-key", running))!["status"]!["status_str"], Is.EqualTo("success"));
    }

    [Test]
    public async Task History_IsItsOwnersAlone()
    {
        var (running, waiting) = await AnnasJobsAsync();
        await EndAsync(running, waiting);

        Assert.That(await TextAsync("bert-key", "/history"), Is.EqualTo("{}"));
        Assert.That(await TextAsync("bert-key", $"/history/{running}"), Is.EqualTo("{}"));
        await StatusAsync("bert-key", "POST", "/history", """{"clear":true}""");
        await StatusAsync("bert-key", "POST", "/history", $$"""{"delete":["{{running}}"]}""");
        Assert.That(await HistoryAsync("anna-key", running), Is.Not.Null);
        Assert.That(await HistoryAsync("root-key", waiting), Is.Not.Null);
        await StatusAsync("root-key", "POST", "/history", $$"""{"delete":["{{running}}"]}""");
        Assert.That(await HistoryAsync("anna-key", running), Is.Null);
    }

    [Test]
    public async Task ForeignId_IsTakenAndNothingMoreIsSaid()
    {
        var (running, waiting) = await AnnasJobsAsync();
        using var refused = await SendAsync("bert-key", "POST", "/prompt", new JsonObject { ["prompt"] = Graphs.Preview(), ["prompt_id"] = waiting }.ToJsonString());
        var text = await refused.Content.ReadAsStringAsync();

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(text, Does.Not.Contain("pending").And.Not.Contain("queued").And.Not.Contain("/api/jobs"));
        await EndAsync(running, waiting);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Socket_WithAForeignClientId_HearsNothingOfForeignJobs(bool withClient)
    {
        await using var annas = await _server.ConnectAsync("shared&key=anna-key");
        await using var berts = await _server.ConnectAsync("shared&key=bert-key");
        await using var admins = await _server.ConnectAsync("other&key=root-key");

        var id = await SubmitAsync("anna-key", Graphs.Through(Graphs.Node("TestSteps", ("value", Graphs.Link("1")), ("steps", 3), ("preview_bytes", 11), ("seed", 1))), withClient ? "shared" : null);
        await FinishedAsync("anna-key", id);
        // Whoever submits now hears of it after everything else.
        var last = await SubmitAsync("bert-key", Graphs.Preview(), "shared");
        await berts.UntilAsync(m => m.Type == "executing" && (string?)m.Data!["prompt_id"] == last && m.Data["node"] is null);

        Assert.That(berts.Received.Where(m => m.Type is not ("status" or "feature_flags")).Select(m => (string?)m.Data?["prompt_id"]), Has.All.EqualTo(last));
        await annas.UntilAsync(m => m.Type == "progress" && (string?)m.Data!["prompt_id"] == id);
        if (!withClient)
        {
            await admins.UntilAsync(m => m.Type == "progress" && (string?)m.Data!["prompt_id"] == id);
        }
    }

    [TestCase("POST", "/api/pixeldit/queue/pause")]
    [TestCase("POST", "/api/pixeldit/queue/resume")]
    [TestCase("GET", "/internal/logs")]
    [TestCase("GET", "/internal/logs/raw")]
    [TestCase("PATCH", "/internal/logs/subscribe")]
    [TestCase("GET", "/internal/folder_paths")]
    [TestCase("POST", "/users")]
    [TestCase("DELETE", "/pixeldit/files?filename=a.png")]
    public async Task WhatConcernsEverybody_IsForAdmins(string method, string path)
    {
        using var refused = await SendAsync("anna-key", method, path, "{}");

        Assert.That((int)refused.StatusCode, Is.EqualTo(403));
        Assert.That((string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]!["type"], Is.EqualTo("forbidden"));
        Assert.That(await StatusAsync("root-key", method, path, "{}"), Is.Not.EqualTo(403));
    }

    [Test]
    public async Task SettingsAndFilesOfUsers_AreTheKeys()
    {
        await StatusAsync("anna-key", "POST", "/settings/colour", "\"red\"");
        await StatusAsync("anna-key", "POST", "/userdata/w.json", "annas");

        Assert.That(await TextAsync("anna-key", "/settings/colour"), Is.EqualTo("\"red\""));
        Assert.That(await TextAsync("bert-key", "/settings/colour"), Is.EqualTo("null"));
        Assert.That(await StatusAsync("bert-key", "GET", "/userdata/w.json"), Is.EqualTo(404));
        Assert.That(await StatusAsync("bert-key", "GET", "/userdata/..%2Fanna%2Fw.json"), Is.AnyOf(400, 403, 404));
        Assert.That(Path.Combine(_server.Folders.User, "anna", "w.json"), Does.Exist);
    }

    [TestCase("output", "annas", "berts")]
    [TestCase("temp", "annas", "berts")]
    [TestCase("input", "berts", null)]
    public async Task Upload_ThatOverwrites_LeavesResultsOfOthers(string type, string inPlace, string? beside)
    {
        var directory = _server.Folders.DirectoryOf(type, "a.png")!;
        var annas = Pictures.Png(1, 2, 3);
        var berts = Pictures.Png(4, 5, 6);
        Directory.CreateDirectory(directory);
        File.WriteAllBytes(Path.Combine(directory, "a.png"), annas);

        await UploadAsync("bert-key", type, berts);

        Assert.That(File.ReadAllBytes(Path.Combine(directory, "a.png")), Is.EqualTo(inPlace == "annas" ? annas : berts));
        Assert.That(Path.Combine(directory, "a (1).png"), beside is null ? Does.Not.Exist : Does.Exist);
        await UploadAsync("root-key", type, berts);
        Assert.That(File.ReadAllBytes(Path.Combine(directory, "a.png")), Is.EqualTo(berts), "an admin's");
    }

    [Test]
    public async Task LayoutOfTheDisk_IsForAdmins()
    {
        await using var server = await TestServer.StartAsync(Locked with { CommandLine = ["/opt/pixeldit", "--api-keys", "/etc/keys.txt"] }, change: (folders, parts) => parts with
        {
            Packs = [Broken(Path.Combine(folders.Base, "custom_nodes", "mine"))],
        });

        foreach (var path in (string[])["/system_stats", "/api/pixeldit/packs", "/api/experiment/models"])
        {
            var annas = await TextAsync(server, "anna-key", path);
            Assert.That(annas, Does.Not.Contain(server.Folders.Base).And.Not.Contain("keys.txt"), path);
            Assert.That(await TextAsync(server, "root-key", path), Does.Contain(path == "/system_stats" ? "/etc/keys.txt" : server.Folders.Base), path);
        }

        Assert.That(await TextAsync(server, "anna-key", "/system_stats"), Does.Contain("""
            "argv":["pixeldit"]
            """));
        Assert.That(await TextAsync(server, "anna-key", "/api/pixeldit/packs"), Does.Contain("""
            "path":"custom_nodes/mine"
            """));
        Assert.That(await TextAsync(server, "anna-key", "/api/experiment/models"), Does.Contain("""
            "folders":["models/loras","output/loras"]
            """));
    }

    [Test]
    public async Task Keys_AreNowhereToBeFound()
    {
        await using var server = await TestServer.StartAsync(
            Locked with { CommandLine = ["pixeldit", "--api-keys", "keys.txt"] }, logEverything: true);
        var body = new JsonObject { ["prompt"] = Graphs.Preview(), ["extra_data"] = new JsonObject { ["auth_token_comfy_org"] = "comfy-secret", ["api_key_comfy_org"] = "comfy-secret" } };
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("X-API-Key", "anna-key");
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var submitted = await client.PostAsync(new Uri("/prompt", UriKind.Relative), content);
        var id = (string)JsonNode.Parse(await submitted.Content.ReadAsStringAsync())!["prompt_id"]!;
        await using (await server.ConnectAsync("me&key=anna-key"))
        {
        }

        var texts = new StringBuilder();
        for (var tries = 0; tries < 2000 && !texts.ToString().Contains("execution_success"); tries++)
        {
            texts.Append(await client.GetStringAsync(new Uri($"/history/{id}", UriKind.Relative)));
        }

        foreach (var path in (string[])["/queue", "/api/jobs", $"/api/jobs/{id}", "/system_stats", "/view?filename=none&key=wrong-key", "/userdata/none", "/settings", "/users", "/nothing?key=anna-key"])
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            texts.Append(response).Append(await response.Content.ReadAsStringAsync());
        }

        using var refused = await server.Http.GetAsync(new Uri("/queue?key=anna-key", UriKind.Relative));
        using var admin = new HttpRequestMessage(HttpMethod.Get, "/internal/logs");
        admin.Headers.Add("Authorization", "Bearer root-key");
        using var logs = await server.Http.SendAsync(admin);
        texts.Append(await logs.Content.ReadAsStringAsync());
        // Our own lines; the host's filters keep those of the framework that write whole addresses.
        texts.Append(string.Join('\n', server.LogText.Split('\n').Where(l => !l.Contains("Request starting") && !l.Contains("Request finished"))));

        Assert.That(texts.ToString(), Does.Not.Contain("anna-key").And.Not.Contain("root-key").And.Not.Contain("comfy-secret").And.Not.Contain("wrong-key"));
    }

    private static LoadedPack Broken(string path) =>
        new("mine", null, "custom_nodes.mine", path, PackSource.Custom, [], [new PackFault(null, $"{path}/mine.dll cannot be loaded")], TimeSpan.Zero);

    private async Task UploadAsync(string key, string type, byte[] content)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(content), "image", "a.png" }, { new StringContent(type), "type" }, { new StringContent("true"), "overwrite" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/upload/image") { Content = form };
        request.Headers.Add("X-API-Key", key);
        using var response = await _server.Http.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private async Task<(string Running, string Waiting)> AnnasJobsAsync()
    {
        var running = await SubmitAsync("anna-key", Graphs.Gate("hold"));
        await _server.Gates.Reached("hold");
        return (running, await SubmitAsync("anna-key", Graphs.Gate("hold")));
    }

    private async Task EndAsync(params string[] ids)
    {
        _server.Gates.Open("hold");
        foreach (var id in ids)
        {
            await FinishedAsync("root-key", id);
        }
    }

    private async Task FinishedAsync(string key, string id)
    {
        using var deadline = new CancellationTokenSource(TestServer.Deadline);
        while (await HistoryAsync(key, id) is null)
        {
            await Task.Delay(5, deadline.Token);
        }
    }

    private async Task<JsonNode?> HistoryAsync(string key, string id) => JsonNode.Parse(await TextAsync(key, $"/history/{id}"))![id];

    private async Task<string> SubmitAsync(string key, JsonObject graph, string? clientId = null)
    {
        using var response = await SendAsync(key, "POST", "/prompt", new JsonObject { ["prompt"] = graph, ["client_id"] = clientId }.ToJsonString());
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        return (string)JsonNode.Parse(text)!["prompt_id"]!;
    }

    private Task<string> TextAsync(string key, string path) => TextAsync(_server, key, path);

    private static async Task<string> TextAsync(TestServer server, string key, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("X-API-Key", key);
        using var response = await server.Http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<int> StatusAsync(string key, string method, string path, string? body = null)
    {
        using var response = await SendAsync(key, method, path, body);
        return (int)response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(string key, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Headers.Add("X-API-Key", key);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return await _server.Http.SendAsync(request);
    }
}
