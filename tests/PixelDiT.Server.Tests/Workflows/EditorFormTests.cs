using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Server.Tests.Workflows;

/// <summary>Workflows as the editor saves them: <c>POST /prompt</c> takes them, <c>POST /api/pixeldit/convert</c> turns them into graphs.</summary>
internal sealed class EditorFormTests
{
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Prompt_EditorForm_RunsAndIsKeptAsWorkflow()
    {
        var workflow = Editor(Graphs.Fresh());
        var entry = await _server.FinishedAsync(await _server.SubmitAsync(workflow.DeepClone().AsObject()));

        Assert.That((bool)entry["status"]!["completed"]!, Is.True);
        Assert.That((string?)entry["prompt"]![2]!["2"]!["inputs"]!["images"]![0], Is.EqualTo("1"));
        Assert.That(JsonNode.DeepEquals(entry["prompt"]![3]!["extra_pnginfo"]!["workflow"], workflow), "as a front end would have sent it");
    }

    [Test]
    public async Task Prompt_EditorFormWithItsOwnWorkflow_KeepsThat()
    {
        var more = new JsonObject { ["extra_data"] = new JsonObject { ["extra_pnginfo"] = new JsonObject { ["workflow"] = new JsonObject { ["id"] = "mine" } } } };
        var entry = await _server.FinishedAsync(await _server.SubmitAsync(Editor(Graphs.Fresh()), more: more));

        Assert.That((string?)entry["prompt"]![3]!["extra_pnginfo"]!["workflow"]!["id"], Is.EqualTo("mine"));
    }

    [TestCase("null")]
    [TestCase("5")]
    [TestCase("{\"workflow\":null}")]
    public async Task Prompt_EditorFormWithOddExtras_Runs(string info)
    {
        var more = new JsonObject { ["extra_data"] = new JsonObject { ["extra_pnginfo"] = JsonNode.Parse(info) } };
        var entry = await _server.FinishedAsync(await _server.SubmitAsync(Editor(Graphs.Fresh()), more: more));

        Assert.That((bool)entry["status"]!["completed"]!, Is.True);
    }

    [TestCase("/prompt")]
    [TestCase("/api/pixeldit/convert")]
    public async Task EditorForm_WithABadWidget_Is400AndNamesNodeAndWidget(string path)
    {
        var workflow = Editor(8);
        workflow["nodes"]![0]!["widgets_values"]![0] = "wide";
        var (status, answer) = await _server.PostAsync(path, new JsonObject { ["prompt"] = workflow }.ToJsonString());

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string?)answer!["error"]!["type"], Is.EqualTo("invalid_workflow"));
        Assert.That((string?)answer["error"]!["details"], Does.Contain("node 1 (EmptyImage)").And.Contain("'width'"));
        var fault = answer["node_errors"]!["1"]!["errors"]![0]!;
        Assert.That((string?)fault["type"], Is.EqualTo("workflow_bad_widget_value"));
        Assert.That((string?)fault["extra_info"]!["input_name"], Is.EqualTo("width"));
        Assert.That((string?)answer["node_errors"]!["1"]!["class_type"], Is.EqualTo("EmptyImage"));
    }

    [Test]
    public async Task Convert_EditorForm_GivesTheGraphAndWarnings()
    {
        var workflow = Editor(8);
        workflow["nodes"]![0]!["widgets_values"]!.AsArray().RemoveAt(3);
        var (status, answer) = await _server.PostAsync("/api/pixeldit/convert", workflow.ToJsonString());

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer!["prompt"]!["1"]!["inputs"]!.ToJsonString(), Is.EqualTo("""{"width":8,"height":32,"batch_size":1,"color":0}"""));
        Assert.That((string?)answer["warnings"]![0]!["node_id"], Is.EqualTo("1"));
        Assert.That((string?)answer["warnings"]![0]!["message"], Does.Contain("'color'"));
    }

    [TestCase("prompt")]
    [TestCase("workflow")]
    public async Task Convert_WrappedWorkflow_IsFound(string member)
    {
        var (status, answer) = await _server.PostAsync("/api/pixeldit/convert", new JsonObject { [member] = Editor(8) }.ToJsonString());

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer!["prompt"]!.AsObject(), Has.Count.EqualTo(2));
    }

    [TestCase("", "no body")]
    [TestCase("{", "not JSON")]
    [TestCase("null", "null")]
    [TestCase("[]", "a list")]
    [TestCase("5", "a single number")]
    [TestCase("{\"nodes\":5}", "'nodes' is no list")]
    [TestCase("{\"1\":{\"class_type\":\"EmptyImage\",\"inputs\":{}}}", "API form already")]
    [TestCase("{\"nodes\":[5],\"links\":[]}", "")]
    [TestCase("{\"nodes\":[{\"id\":1}],\"links\":[[1,1,0,2,0,\"IMAGE\"]]}", "")]
    [TestCase("{\"nodes\":[{\"id\":1,\"type\":\"EmptyImage\",\"inputs\":5}]}", "")]
    public async Task Convert_WhatIsNoEditorForm_Is400(string body, string said)
    {
        var (status, answer) = await _server.PostAsync("/api/pixeldit/convert", body);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest), answer?.ToJsonString());
        Assert.That(answer!.AsObject().Select(p => p.Key), Is.EqualTo(new[] { "error", "node_errors" }));
        Assert.That((string?)answer["error"]!["details"], Does.Contain(said));
    }

    [Test]
    public async Task Convert_WorkflowBeyondTheLimit_Is400()
    {
        await using var server = await TestServer.StartAsync(change: static (_, parts) =>
        {
            var limits = PromptLimits.Default with { MaxNodes = 10 };
            return parts with { PromptLimits = limits, Validator = new PromptValidator(parts.Registry, parts.Services, limits) };
        });
        var nodes = new JsonArray([.. Enumerable.Range(1, 11).Select(i => new JsonObject { ["id"] = i, ["type"] = "EmptyImage" })]);
        var workflow = new JsonObject { ["nodes"] = nodes, ["links"] = new JsonArray() };

        foreach (var path in new[] { "/api/pixeldit/convert", "/prompt" })
        {
            var (status, answer) = await server.PostAsync(path, new JsonObject { ["prompt"] = workflow.DeepClone() }.ToJsonString());
            Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That((string?)answer!["error"]!["details"], Does.Contain("10"));
        }
    }

    /// <summary>1 EmptyImage → 2 PreviewImage, as an editor saves it.</summary>
    internal static JsonObject Editor(int width) => JsonNode.Parse($$"""
        {"id":"editor-{{width}}","version":0.4,"links":[[1,1,0,2,0,"IMAGE"]],"nodes":[
          {"id":1,"type":"EmptyImage","pos":[0,0],"widgets_values":[{{width}},32,1,0],"outputs":[{"name":"IMAGE","type":"IMAGE","links":[1]}]},
          {"id":2,"type":"PreviewImage","pos":[9,9],"inputs":[{"name":"images","type":"IMAGE","link":1}]}]}
        """)!.AsObject();
}
