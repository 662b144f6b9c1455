using System.Net;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Server.Tests.Replacements;

/// <summary>Nodes whose class is not installed (protocol §2.9).</summary>
internal sealed class ReplacementTests
{
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync(change: (_, parts) =>
    {
        var replacements = parts.Services.Get<NodeReplacements>();
        replacements.Add(new NodeReplacement("OldSave", "SaveImage")
        {
            OldWidgets = ["prefix"],
            Inputs = [new InputReplacement("images", "picture"), new InputReplacement("filename_prefix", "prefix")],
        });
        replacements.Add(new NodeReplacement("OldSave", "PreviewImage"));
        replacements.Add(new NodeReplacement("OldEmpty", "EmptyImage")
        {
            Inputs = [new("width", "w"), new("height", null, 32), new("batch_size", null, 1), new("color", null, 0), new("none", "not there")],
            Outputs = [new OutputReplacement(NewSlot: 0, OldSlot: 2)],
        });
        replacements.Add(new NodeReplacement("Gone", "NotInstalledEither"));
        replacements.Add(new NodeReplacement("PreviewImage", "SaveImage"));
        return parts;
    });

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase(true)]
    [TestCase(false)]
    public async Task Submit_OldNodes_RunAsTheirSuccessors(bool meta)
    {
        var graph = new JsonObject
        {
            ["1"] = Graphs.Node("OldEmpty", ("w", Graphs.Fresh()), ("extra", "dropped")),
            ["2"] = Graphs.Node("OldSave", ("picture", Graphs.Link("1", 2)), ("prefix", "renamed")),
        };
        if (meta)
        {
            graph["1"]!["_meta"] = new JsonObject { ["title"] = "mine" };
        }

        var entry = await _server.FinishedAsync(await _server.SubmitAsync(graph));

        Assert.That((string)entry["status"]!["status_str"]!, Is.EqualTo("success"));
        Assert.That((string)entry["outputs"]!["2"]!["images"]![0]!["filename"]!, Is.EqualTo("renamed_00001_.png"));
        var prompt = entry["prompt"]![2]!;
        Assert.That((string)prompt["1"]!["class_type"]!, Is.EqualTo("EmptyImage"));
        Assert.That(prompt["1"]!["inputs"]!.AsObject().Select(p => p.Key), Is.EqualTo(new[] { "width", "height", "batch_size", "color" }));
        Assert.That(prompt["2"]!["inputs"]!["images"]!.ToJsonString(), Is.EqualTo("""["1",0]"""));
    }

    [Test]
    public async Task Submit_SuccessorNotInstalled_IsRefusedUnderTheOldName()
    {
        var (status, body) = await _server.PostAsync("/prompt", new JsonObject { ["prompt"] = new JsonObject { ["1"] = Graphs.Node("Gone") } }.ToJsonString());

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body!.ToJsonString(), Does.Contain("Gone"));
    }

    [Test]
    public async Task Submit_InstalledClass_IsLeftAlone()
    {
        var entry = await _server.FinishedAsync(await _server.SubmitAsync(Graphs.Preview()));

        Assert.That((string)entry["prompt"]![2]!["2"]!["class_type"]!, Is.EqualTo("PreviewImage"));
    }

    [TestCase("""{"1":null}""")]
    [TestCase("""{"1":{"class_type":"OldSave"}}""")]
    [TestCase("""{"1":{"class_type":"OldSave","inputs":[]}}""")]
    [TestCase("""{"1":{"class_type":7,"inputs":{}},"2":{"class_type":"OldSave","inputs":{"picture":["1"]}}}""")]
    [TestCase("""{"1":{"class_type":"OldSave","inputs":{"picture":[1,2,3],"prefix":null}}}""")]
    public async Task Submit_Malformed_Is400(string graph) =>
        Assert.That((await _server.PostAsync("/prompt", $$"""{"prompt":{{graph}}}""")).Status, Is.EqualTo(HttpStatusCode.BadRequest));

    [Test]
    public async Task List_HasComfyUIsForm()
    {
        var (_, body) = await _server.GetAsync("/node_replacements");

        Assert.That(body!["OldSave"]!.ToJsonString(), Is.EqualTo(
            """[{"new_node_id":"SaveImage","old_node_id":"OldSave","old_widget_ids":["prefix"],"input_mapping":[{"new_id":"images","old_id":"picture"},{"new_id":"filename_prefix","old_id":"prefix"}],"output_mapping":null},{"new_node_id":"PreviewImage","old_node_id":"OldSave","old_widget_ids":null,"input_mapping":null,"output_mapping":null}]"""));
        Assert.That(body["OldEmpty"]![0]!["input_mapping"]![1]!.ToJsonString(), Is.EqualTo("""{"new_id":"height","set_value":32}"""));
        Assert.That(body["OldEmpty"]![0]!["output_mapping"]!.ToJsonString(), Is.EqualTo("""[{"new_idx":0,"old_idx":2}]"""));
    }
}
