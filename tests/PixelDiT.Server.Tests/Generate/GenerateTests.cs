using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Server.Tests.Nodes;
using PixelDiT.Server.Tests.Workflows;

namespace PixelDiT.Server.Tests.Generate;

/// <summary><c>POST /api/pixeldit/generate</c>: what it takes, and how it answers.</summary>
internal sealed class GenerateTests
{
    private const string Path = "/api/pixeldit/generate";
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Workflow_ApiForm_AnswersWithLinksSeedsAndTiming()
    {
        var graph = Saving(Graphs.Fresh());
        graph["5"] = Graphs.Node("TestSteps", ("value", Graphs.Link("1")), ("steps", 1), ("preview_bytes", 11), ("seed", 77));
        graph["2"]!["inputs"]!["images"] = Graphs.Link("5");
        var (status, answer) = await GenerateAsync(new JsonObject { ["workflow"] = graph });

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), answer?.ToJsonString());
        Assert.That((string?)answer!["status"], Is.EqualTo("completed"));
        var id = (string)answer["prompt_id"]!;
        Assert.That((string?)answer["location"], Is.EqualTo($"/api/pixeldit/jobs/{id}"));
        Assert.That(answer["seeds"]!.ToJsonString(), Is.EqualTo("""{"5.seed":77}"""));
        Assert.That((double)answer["timing"]!["run_seconds"]!, Is.GreaterThanOrEqualTo(0));
        Assert.That(answer["images"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(await _server.Http.GetByteArrayAsync(new Uri((string)answer["images"]![0]!["url"]!, UriKind.Relative)), Is.EqualTo(SaveImageWebsocket.Picture));
        Assert.That(answer["outputs"]!["2"]!["images"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [TestCase("image/png", null, true)]
    [TestCase("image/*", null, true)]
    [TestCase("text/html, image/webp;q=0.9, application/json;q=0.8", null, true)]
    [TestCase("application/json, image/*;q=0.5", null, false)]
    [TestCase("*/*", null, false)]
    [TestCase("x;;,/", null, false)]
    [TestCase(null, "image", true)]
    [TestCase("image/png", "json", false)]
    public async Task Answer_IsTheImageWhenThatIsAskedFor(string? accept, string? response, bool image)
    {
        var body = new JsonObject { ["workflow"] = Saving(Graphs.Fresh(), batch: 2) };
        if (response is not null)
        {
            body["response"] = response;
        }

        using var answer = await SendAsync(body, headers: accept is null ? [] : [("Accept", accept)]);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo(image ? "image/png" : "application/json"));
        Assert.That(answer.Headers.GetValues("X-Prompt-Id").Single(), Has.Length.EqualTo(36));
        if (image)
        {
            Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(SaveImageWebsocket.Picture));
            Assert.That(answer.Headers.GetValues("X-Image-Count").Single(), Is.EqualTo("2"));
            Assert.That(answer.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
        }
    }

    [Test]
    public async Task Image_OfAJobWithoutImages_Is406()
    {
        var graph = new JsonObject { ["1"] = Graphs.Empty(Graphs.Fresh()), ["2"] = Graphs.Node("PreviewAny", ("source", Graphs.Link("1"))) };
        var (status, answer) = await GenerateAsync(new JsonObject { ["workflow"] = graph, ["response"] = "image" });

        Assert.That(status, Is.EqualTo(HttpStatusCode.NotAcceptable));
        Assert.That((string?)answer!["error"]!["type"], Is.EqualTo("no_image"));
    }

    [Test]
    public async Task Workflow_EditorForm_GoesIntoTheImageUnlessValuesWereChanged()
    {
        var workflow = EditorFormTests.Editor(Graphs.Fresh());
        var (_, plain) = await GenerateAsync(new JsonObject { ["workflow"] = workflow.DeepClone() });
        var (_, changed) = await GenerateAsync(new JsonObject { ["workflow"] = workflow.DeepClone(), ["overrides"] = new JsonObject { ["EmptyImage.width"] = Graphs.Fresh() } });

        var first = await _server.FinishedAsync((string)plain!["prompt_id"]!);
        Assert.That(JsonNode.DeepEquals(first["prompt"]![3]!["extra_pnginfo"]!["workflow"], workflow));
        var second = await _server.FinishedAsync((string)changed!["prompt_id"]!);
        Assert.That(second["prompt"]![3]!["extra_pnginfo"], Is.Null);
    }

    [Test]
    public async Task Faults_OfNodes_StandInTheDetailsAsWell()
    {
        var graph = Saving(8);
        graph["1"]!["inputs"]!["width"] = 0;
        graph["1"]!["inputs"]!["height"] = 0;
        var (status, answer) = await GenerateAsync(new JsonObject { ["workflow"] = graph.DeepClone() });
        var (_, plain) = await _server.PostAsync("/prompt", new JsonObject { ["prompt"] = graph }.ToJsonString());

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        var lines = ((string)answer!["error"]!["details"]!).Split('\n');
        Assert.That(lines, Has.Length.EqualTo(2).And.All.StartWith("node 1 (EmptyImage): Value 0 smaller than min of "));
        Assert.That(lines, Has.One.EndsWith(": width").And.One.EndsWith(": height"));
        Assert.That((string?)plain!["error"]!["details"], Is.Empty, "as the contract says");
        Assert.That(answer["node_errors"]!.ToJsonString(), Is.EqualTo(plain["node_errors"]!.ToJsonString()));
    }

    [Test]
    public async Task Faults_OfOneOutputOfTwo_AreRefusedAndNamed()
    {
        var graph = Saving(Graphs.Fresh());
        graph["8"] = Graphs.Empty(0);
        graph["9"] = Graphs.Node("PreviewImage", ("images", Graphs.Link("8")));
        var (status, answer) = await GenerateAsync(new JsonObject { ["workflow"] = graph });

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string)answer!["error"]!["details"]!, Does.StartWith("node 8 (EmptyImage): "));
    }

    [Test]
    public async Task Workflow_OfAnUnknownName_NamesNearOnes()
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(_server.Folders.Base, "workflows", "portraits")).FullName;
        await File.WriteAllTextAsync(System.IO.Path.Combine(folder, "lighthouse.json"), "{}");
        await _server.PostAsync("/userdata/workflows%2Flightship.json", "{}");

        var (_, near) = await GenerateAsync(new JsonObject { ["workflow"] = "lighthose" });
        var (_, far) = await GenerateAsync(new JsonObject { ["workflow"] = "qqqqqqqqqqqqqqqqqqqqqqqqqqqq" });

        Assert.That((string)near!["error"]!["details"]!, Does.Contain("Did you mean ").And.Contain("'portraits/lighthouse'").And.Contain("'lightship'"));
        Assert.That((string)far!["error"]!["details"]!, Does.EndWith("'workflows'."));
    }

    [TestCase("EmptyImage.width", "7")]
    [TestCase("1.width", "7")]
    [TestCase("emptyimage.width", "\"7\"")]
    public async Task Overrides_ChangeInputs(string target, string value)
    {
        var (status, answer) = await GenerateAsync(new JsonObject { ["workflow"] = Saving(Graphs.Fresh()), ["overrides"] = new JsonObject { [target] = JsonNode.Parse(value) } });

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), answer?.ToJsonString());
        var entry = await _server.FinishedAsync((string)answer!["prompt_id"]!);
        Assert.That(entry["prompt"]![2]!["1"]!["inputs"]!["width"]!.ToJsonString(), Is.EqualTo("7"));
    }

    [Test]
    public async Task Overrides_OfAnEditorForm_CountInTheFileNamesMadeOfThem()
    {
        var workflow = EditorFormTests.Editor(Graphs.Fresh());
        workflow["nodes"]![1]!["type"] = "SaveImage";
        workflow["nodes"]![1]!["widgets_values"] = new JsonArray("w%Mine.width%");
        workflow["nodes"]![0]!["title"] = "Mine";

        foreach (var (overrides, expected) in new[] { ("""{"1.width":7}""", "w7"), ("""{"1.width":7,"2.filename_prefix":"%Mine.height%-a"}""", "32-a") })
        {
            var (status, answer) = await GenerateAsync(new JsonObject { ["workflow"] = workflow.DeepClone(), ["overrides"] = JsonNode.Parse(overrides) });

            Assert.That(status, Is.EqualTo(HttpStatusCode.OK), answer?.ToJsonString());
            var entry = await _server.FinishedAsync((string)answer!["prompt_id"]!);
            Assert.That((string?)entry["prompt"]![2]!["2"]!["inputs"]!["filename_prefix"], Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task Overrides_OfAnApiForm_LeavePatternsToTheServer()
    {
        var (_, answer) = await GenerateAsync(new JsonObject { ["workflow"] = Saving(Graphs.Fresh()), ["overrides"] = new JsonObject { ["2.filename_prefix"] = "%date:yyyy%" } });

        var entry = await _server.FinishedAsync((string)answer!["prompt_id"]!);
        Assert.That((string?)entry["prompt"]![2]!["2"]!["inputs"]!["filename_prefix"], Is.EqualTo("%date:yyyy%"));
    }

    [TestCase("EmptyImage.with", "7", "Did you mean width?")]
    [TestCase("Empty.width", "7", "no node is called 'Empty'")]
    [TestCase("width", "7", "no node is called 'width'")]
    [TestCase("EmptyImage.width", "7.5", "takes a whole number (INT)")]
    [TestCase("EmptyImage.width", "true", "takes a whole number (INT)")]
    [TestCase("EmptyImage.width", "{}", "takes a whole number (INT)")]
    [TestCase("SaveImage.images", "5", "takes a link")]
    public async Task Overrides_ThatFitNothing_Are400AndSayWhatWould(string target, string value, string said)
    {
        var (status, answer) = await GenerateAsync(new JsonObject { ["workflow"] = Saving(8), ["overrides"] = new JsonObject { [target] = JsonNode.Parse(value) } });

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string?)answer!["error"]!["type"], Is.EqualTo("invalid_override"));
        Assert.That((string?)answer["error"]!["details"], Does.StartWith(target + ": ").And.Contain(said));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"prompt":""}""", Description = "the test server has no model nodes")]
    [TestCase("""{"prompt":{"1":{}}}""")]
    [TestCase("""{"prompt":5,"seed":[1]}""")]
    [TestCase("""{"prompt":null}""")]
    [TestCase("""{"workflow":5}""")]
    [TestCase("""{"workflow":[]}""")]
    [TestCase("""{"workflow":{}}""")]
    [TestCase("""{"workflow":{"x":1}}""")]
    [TestCase("""{"workflow":{"1":{"class_type":"Nope","inputs":{}}}}""")]
    [TestCase("""{"workflow":{"nodes":[5],"links":[]}}""")]
    [TestCase("""{"workflow":"x","overrides":[]}""")]
    [TestCase("""{"workflow":"x","overrides":{"a.b":null}}""")]
    [TestCase("""{"workflow":"x","width":64}""")]
    [TestCase("""{"workflow":"x","sed":64}""")]
    [TestCase("""{"workflow":"x","timeout":-1}""")]
    [TestCase("""{"workflow":"x","timeout":"soon"}""")]
    [TestCase("""{"workflow":"x","timeout":1e300}""")]
    [TestCase("""{"workflow":"x","wait":"yes"}""")]
    [TestCase("""{"workflow":"x","response":"gif"}""")]
    [TestCase("""{"workflow":"x","on_disconnect":"explode"}""")]
    [TestCase("""{"workflow":"x","prompt_id":""}""")]
    [TestCase("""{"workflow":"x","prompt_id":5}""")]
    [TestCase("""{"workflow":"x","extra_data":5}""")]
    [TestCase("""{"workflow":"x","webhook":"http://x"}""")]
    [TestCase("""{"workflow":"nothing"}""")]
    [TestCase("""{"workflow":"../secret"}""")]
    [TestCase("""{"workflow":"/etc/passwd"}""")]
    [TestCase("""{"workflow":"..%2f..%2fsecret"}""")]
    [TestCase("""{"workflow":"a\u0000b"}""")]
    [TestCase("""{"workflow":"C:\\x"}""")]
    [TestCase("""{"workflow":""}""")]
    public async Task BadRequest_Is400InTheUsualShape(string body)
    {
        var (status, answer) = await _server.PostAsync(Path, body);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest), answer?.ToJsonString());
        Assert.That(answer!.AsObject().Select(p => p.Key), Is.EqualTo(new[] { "error", "node_errors" }));
        Assert.That((string?)answer["error"]!["message"], Is.Not.Empty);
    }

    [Test]
    public async Task Workflow_ByName_IsTheUsersOwnFirst()
    {
        var shared = Directory.CreateDirectory(System.IO.Path.Combine(_server.Folders.Base, "workflows", "deep")).FullName;
        File.WriteAllText(System.IO.Path.Combine(shared, "mine.json"), Saving(11).ToJsonString());
        File.WriteAllText(System.IO.Path.Combine(shared, "../broken.json"), "{");
        File.WriteAllText(System.IO.Path.Combine(_server.Folders.Base, "secret.json"), Saving(11).ToJsonString());
        File.CreateSymbolicLink(System.IO.Path.Combine(shared, "link.json"), System.IO.Path.Combine(_server.Folders.Base, "secret.json"));

        Assert.That(await WidthOfAsync("deep/mine"), Is.EqualTo(11));
        var (status, answer) = await _server.PostAsync("/userdata/workflows%2Fdeep%2Fmine.json", Saving(12).ToJsonString());
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), answer?.ToJsonString());
        Assert.That(await WidthOfAsync("deep/mine.json"), Is.EqualTo(12));

        foreach (var bad in new[] { "broken", "deep/link", "deep" })
        {
            (status, answer) = await GenerateAsync(new JsonObject { ["workflow"] = bad });
            Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest), bad);
            Assert.That((string?)answer!["error"]!["type"], Is.EqualTo("workflow_not_found"));
            Assert.That((string?)answer["error"]!["details"], Does.Not.Contain(_server.Folders.Base));
        }

        async Task<int> WidthOfAsync(string name)
        {
            var (code, made) = await GenerateAsync(new JsonObject { ["workflow"] = name });
            Assert.That(code, Is.EqualTo(HttpStatusCode.OK), made?.ToJsonString());
            return (int)(await _server.FinishedAsync((string)made!["prompt_id"]!))["prompt"]![2]!["1"]!["inputs"]!["width"]!;
        }
    }

    [Test]
    public async Task Workflow_OfWhichOneOutputIsBad_IsRefusedAsAWhole()
    {
        var graph = Saving(Graphs.Fresh());
        graph["9"] = Graphs.Node("PreviewImage");
        var (status, answer) = await GenerateAsync(new JsonObject { ["workflow"] = graph });

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer!["node_errors"]!["9"], Is.Not.Null);
    }

    [Test]
    public async Task FailingNode_Is422AndSaysWhich()
    {
        var (status, answer) = await GenerateAsync(new JsonObject { ["workflow"] = Graphs.Through(Graphs.Node("TestSyncError", ("value", Graphs.Link("1")))) });

        Assert.That(status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((string?)answer!["error"]!["details"], Is.EqualTo("node 2 (TestSyncError): Intentional sync execution error for testing"));
        Assert.That((string?)answer["error"]!["extra_info"]!["node_id"], Is.EqualTo("2"));
        Assert.That((string?)answer["error"]!["extra_info"]!["prompt_id"], Is.Not.Null);
        _server.TakeErrors();
    }

    [Test]
    public async Task Timeout_And_WaitFalse_Answer202WithTheJobsPlace()
    {
        var gate = $"timeout-{Graphs.Fresh()}";
        var (status, answer) = await GenerateAsync(new JsonObject { ["workflow"] = Graphs.Gate(gate), ["timeout"] = 0.05 });
        Assert.That(status, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That((string?)answer!["status"], Is.EqualTo("in_progress").Or.EqualTo("pending"));

        using var second = await SendAsync(new JsonObject { ["workflow"] = Graphs.Preview(), ["wait"] = false });
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        var location = second.Headers.Location!;
        _server.Gates.Open(gate);
        await _server.FinishedAsync((string)answer["prompt_id"]!);
        Assert.That((await _server.GetAsync(location.OriginalString)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task CancelledJob_Is409()
    {
        var gate = $"cancel-{Graphs.Fresh()}";
        var id = Guid.NewGuid().ToString("D");
        var waiting = GenerateAsync(new JsonObject { ["workflow"] = Graphs.Gate(gate), ["prompt_id"] = id });
        await _server.Gates.Reached(gate);
        await _server.PostAsync($"/api/pixeldit/jobs/{id}/cancel", "{}");

        var (status, answer) = await waiting;
        Assert.That(status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((string?)answer!["error"]!["type"], Is.EqualTo("job_cancelled"));
    }

    [TestCase("continue", "completed")]
    [TestCase(null, "completed")]
    [TestCase("cancel", "cancelled")]
    public async Task ClientThatGoes_LeavesTheJobUnlessItSaidOtherwise(string? choice, string end)
    {
        var gate = $"gone-{Graphs.Fresh()}";
        var id = Guid.NewGuid().ToString("D");
        var body = new JsonObject { ["workflow"] = Graphs.Gate(gate), ["prompt_id"] = id };
        if (choice is not null)
        {
            body["on_disconnect"] = choice;
        }

        using var gone = new CancellationTokenSource();
        var waiting = SendAsync(body, gone.Token);
        await _server.Gates.Reached(gate);
        await gone.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        if (end == "completed")
        {
            _server.Gates.Open(gate);
        }

        await _server.FinishedAsync(id);
        Assert.That((string?)(await _server.GetAsync($"/api/jobs/{id}")).Body!["status"], Is.EqualTo(end));
    }

    /// <summary>1 EmptyImage → 2 SaveImage.</summary>
    internal static JsonObject Saving(int width, int batch = 1)
    {
        var graph = new JsonObject { ["1"] = Graphs.Empty(width), ["2"] = Graphs.Node("SaveImage", ("images", Graphs.Link("1")), ("filename_prefix", "made")) };
        graph["1"]!["inputs"]!["batch_size"] = batch;
        return graph;
    }

    private Task<(HttpStatusCode Status, JsonNode? Body)> GenerateAsync(JsonObject body) => _server.PostAsync(Path, body.ToJsonString());

    private async Task<HttpResponseMessage> SendAsync(JsonObject body, CancellationToken cancellation = default, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Path, UriKind.Relative)) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _server.Http.SendAsync(request, cancellation);
    }
}
