using System.Text.Json.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Workflows;

namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>Files that are wrong or made to hurt: an error each, never an exception, never a hang.</summary>
internal sealed class HostileTests
{
    // JSON, type of the error, what its details say.
    private static readonly object[][] Rows =
    [
        ["""{"nodes":[5]}""", "workflow_bad_format", "entry 1 of the nodes of the workflow is the number 5; an object is needed"],
        ["""{"nodes":[null]}""", "workflow_bad_format", "is null"],
        ["""{"nodes":[{"type":"Int"}]}""", "workflow_bad_format", "has the id null; a whole number or a text is needed"],
        ["""{"nodes":[{"id":1.5,"type":"Int"}]}""", "workflow_bad_format", "has the id 1.5"],
        ["""{"nodes":[{"id":true,"type":"Int"}]}""", "workflow_bad_format", "has the id true"],
        ["""{"nodes":[{"id":1}]}""", "workflow_bad_format", "node 1: 'type' is null"],
        ["""{"nodes":[{"id":1,"type":["Int"]}]}""", "workflow_bad_format", "'type' is a list"],
        ["""{"nodes":[{"id":1,"type":"Int","mode":"on"}]}""", "workflow_bad_format", "node 1 (Int): 'mode' is the text \"on\"; 0 (runs), 2 (muted) or 4 (bypassed) is needed"],
        ["""{"nodes":[{"id":1,"type":"Int","inputs":{}}]}""", "workflow_bad_format", "'inputs' is an object; a list is needed"],
        ["""{"nodes":[{"id":1,"type":"Int","inputs":[{"name":5}]}]}""", "workflow_bad_format", "entry 1 of 'inputs'"],
        ["""{"nodes":[{"id":1,"type":"Int","inputs":[{"name":"a","link":[1]}]}]}""", "workflow_bad_format", "entry 1 of 'inputs'"],
        ["""{"nodes":[{"id":1,"type":"Int","inputs":[{"name":"a","widget":"a"}]}]}""", "workflow_bad_format", "entry 1 of 'inputs'"],
        ["""{"nodes":[{"id":1,"type":"Int","inputs":[{"name":"a","type":{}}]}]}""", "workflow_bad_format", "entry 1 of 'inputs'"],
        ["""{"nodes":[{"id":1,"type":"Int","outputs":"x"}]}""", "workflow_bad_format", "'outputs' is the text \"x\""],
        ["""{"nodes":[{"id":1,"type":"Int","outputs":[{"links":7}]}]}""", "workflow_bad_format", "entry 1 of 'outputs'"],
        ["""{"nodes":[{"id":1,"type":"Int","widgets_values":7}]}""", "workflow_bad_format", "'widgets_values' is the number 7"],
        ["""{"nodes":[{"id":1,"type":"Int","properties":7}]}""", "workflow_bad_format", "'properties' is the number 7"],
        ["""{"nodes":[{"id":1,"type":"Int"}],"links":{"1":[]}}""", "workflow_bad_format", "'links' of the workflow is an object"],
        ["""{"nodes":[{"id":1,"type":"Int"}],"links":[[1,2]]}""", "workflow_bad_format", "entry 1 of the links of the workflow is a list"],
        ["""{"nodes":[{"id":1,"type":"Int"}],"links":[[1,2,-1,3,0,"X"]]}""", "workflow_bad_format", "slot numbers from 0"],
        ["""{"nodes":[{"id":1,"type":"Int"}],"links":[[1,1,0,1,0,"X"],[1,1,1,1,0,"X"]]}""", "workflow_duplicate_id", "two different links with the id 1"],
        ["""{"nodes":[{"id":1,"type":"Int"},{"id":"1","type":"Load"}]}""", "workflow_duplicate_id", "node 1 (Load): another node of the workflow has the id 1 already"],
        ["""{"nodes":[{"id":1,"type":"Int"},{"id":1,"type":"Note"},{"id":1,"type":"Load"}]}""", "workflow_duplicate_id", "node 1 (Load): another node"],
        ["""{"nodes":[{"id":1,"type":"Int"}],"definitions":[]}""", "workflow_bad_format", "'definitions' must be an object"],
        ["""{"nodes":[{"id":1,"type":"Int"}],"definitions":{"subgraphs":{}}}""", "workflow_bad_format", "'subgraphs' is a list"],
        ["""{"nodes":[{"id":1,"type":"Int"}],"definitions":{"subgraphs":[{"id":5}]}}""", "workflow_bad_format", "entry 1 of definitions.subgraphs"],
        ["""{"nodes":[{"id":1,"type":"Int"}],"definitions":{"subgraphs":[{"id":"s"},{"id":"s"}]}}""", "workflow_duplicate_id", "two definitions have the id s"],
        ["""{"nodes":[{"id":1,"type":"s"}],"definitions":{"subgraphs":[{"id":"s","name":"S","nodes":5}]}}""", "workflow_bad_format", "'nodes' of subgraph 'S' is the number 5"],
        ["""{"nodes":[{"id":1,"type":"s"}],"definitions":{"subgraphs":[{"id":"s","name":"S","inputs":[{"name":1}]}]}}""", "workflow_bad_format", "entry 1 of the inputs of subgraph 'S'"],
        ["""{"nodes":[{"id":1,"type":"s","properties":{"proxyWidgets":[["1"]]}}],"definitions":{"subgraphs":[{"id":"s","name":"S"}]}}""", "workflow_bad_format", "entry 1 of 'proxyWidgets'"],
        // Links to nowhere.
        ["""{"nodes":[{"id":1,"type":"Int","inputs":[{"name":"value","link":7}]}]}""", "workflow_bad_link", "node 1 (Int): input 'value': link 7 is not among the links"],
        ["""{"nodes":[{"id":1,"type":"Int"}],"links":[[7,99,0,1,0,"INT"]]}""", "workflow_bad_link", "input 'value': link 7 comes from node 99, which does not exist"],
        ["""{"nodes":[{"id":1,"type":"Int"},{"id":2,"type":"Load"}],"links":[[7,2,2,1,0,"INT"]]}""", "workflow_bad_link", "output 2 of node 2 (Load), whose outputs are 0 MODEL, 1 CLIP"],
        ["""{"nodes":[{"id":1,"type":"Int"}],"links":[[7,-10,0,1,0,"INT"]]}""", "workflow_bad_link", "comes from node -10, which does not exist"],
        ["""{"nodes":[{"id":1,"type":"s"},{"id":2,"type":"Int"}],"links":[[7,1,3,2,0,"INT"]],"definitions":{"subgraphs":[{"id":"s","name":"S"}]}}""", "workflow_bad_link", "output 3 of node 1 (S), which has 0"],
        ["""{"nodes":[{"id":1,"type":"s"}],"definitions":{"subgraphs":[{"id":"s","name":"S","nodes":[{"id":2,"type":"Int"}],"links":[{"id":1,"origin_id":-10,"origin_slot":4,"target_id":2,"target_slot":0}]}]}}""",
            "workflow_bad_link", "comes from input 4 of subgraph 'S', which has 0"],
        // Circles of what exists in the editor only.
        ["""{"nodes":[{"id":1,"type":"Reroute"},{"id":2,"type":"Reroute"},{"id":3,"type":"Int"}],"links":[[1,1,0,2,0,"*"],[2,2,0,1,0,"*"],[3,2,0,3,0,"*"]]}""",
            "workflow_link_cycle", "node 3 (Int): input 'value': what feeds it comes back to node 2 (Reroute)"],
        ["""{"nodes":[{"id":1,"type":"Patch","mode":4},{"id":3,"type":"Patch"}],"links":[[1,1,0,1,0,"MODEL"],[3,1,0,3,0,"MODEL"]]}""", "workflow_link_cycle", "node 1 (Patch)"],
        ["""{"nodes":[{"id":1,"type":"s"},{"id":3,"type":"Int"}],"links":[[1,1,0,1,0,"INT"],[3,1,0,3,0,"INT"]],"definitions":{"subgraphs":[{"id":"s","name":"S","inputs":[{"name":"a","type":"INT"}],"outputs":[{"name":"b","type":"INT"}],"links":[{"id":1,"origin_id":-10,"origin_slot":0,"target_id":-20,"target_slot":0}]}]}}""",
            "workflow_link_cycle", "node 3 (Int)"],
        ["""{"nodes":[{"id":1,"type":"s"}],"definitions":{"subgraphs":[{"id":"s","name":"S","nodes":[{"id":1,"type":"s"}]}]}}""", "workflow_subgraph_cycle", "'S' -> 'S'"],
        ["""{"nodes":[{"id":1,"type":"a"}],"definitions":{"subgraphs":[{"id":"a","name":"A","nodes":[{"id":1,"type":"b"}]},{"id":"b","name":"B","nodes":[{"id":1,"type":"c"}]},{"id":"c","name":"C","nodes":[{"id":1,"type":"b"}]}]}}""",
            "workflow_subgraph_cycle", "'B' -> 'C' -> 'B'"],
        ["""{"nodes":[{"id":1,"type":"a","mode":2}],"definitions":{"subgraphs":[{"id":"a","name":"A","nodes":[{"id":1,"type":"a","mode":2}]}]}}""", "workflow_subgraph_cycle", "'A' -> 'A'"],
        ["""{"nodes":[{"id":"1:2","type":"Int"},{"id":1,"type":"s"}],"definitions":{"subgraphs":[{"id":"s","name":"S","nodes":[{"id":2,"type":"Int"}]}]}}""", "workflow_duplicate_id", "node 1:2 (Int) in subgraph 'S'"],
    ];

    [TestCaseSource(nameof(Rows))]
    public void Convert_WrongFile_SaysWhatAndWhere(string json, string type, string said)
    {
        var result = EditorTestNode.Converter.Convert(JsonNode.Parse(json));

        Assert.Multiple(() =>
        {
            Assert.That(result.Prompt, Is.Null);
            Assert.That(result.Error!.Type, Is.EqualTo("invalid_workflow"));
            Assert.That(result.Errors.Select(e => e.Type), Does.Contain(type));
            Assert.That(result.Error.Details, Does.Contain(said));
        });
    }

    [Test]
    public void Convert_ManyFaults_CollectsThemUpToABound()
    {
        var file = new EditorFile();
        for (var i = 0; i < 250; i++)
        {
            file.Node(i, "Int", """["x"]""");
        }

        var result = file.Convert();

        Assert.That(result.Errors, Has.Count.EqualTo(100));
        Assert.That((int)result.Error!.ExtraInfo["error_count"]!, Is.EqualTo(250));
        Assert.That(result.Error.Details, Does.EndWith("and 150 more"));
    }

    [TestCase("""{"nodes":[{"id":1,"type":"Int","type":"Load"}]}""", "twice")]
    [TestCase("""{"nodes":[{"id":1,"type":"\ud800"}]}""", "Unicode")]
    [TestCase("""{"nodes":[{"id":1,"\ud800":5}]}""", "Unicode")]
    public void Convert_UnreadableJson_IsAnError(string json, string said) =>
        Assert.That(EditorTestNode.Converter.Convert(JsonNode.Parse(json)).Error!.Details, Does.Contain(said).Or.Contain("damaged"));

    [Test]
    public void Convert_EndlessNumber_IsAnError() =>
        Assert.That(EditorTestNode.Converter.Convert(JsonNode.Parse($$"""{"nodes":[{"id":1,"type":"Int","widgets_values":[{{new string('9', 10_000)}}]}]}""")).Error, Is.Not.Null);

    [Test]
    public void Convert_DeepJson_IsAnError()
    {
        var json = JsonNode.Parse("{\"nodes\":[],\"extra\":" + new string('[', 5000) + new string(']', 5000) + "}", documentOptions: new() { MaxDepth = 10_000 });

        Assert.That(EditorTestNode.Converter.Convert(json).Error!.Details, Does.Contain("nested too deeply"));
    }

    [Test]
    public void Convert_ThousandsOfLevels_AreWrittenOut()
    {
        const int levels = 3000;
        var definitions = Enumerable.Range(0, levels).Select(i => (JsonNode)new JsonObject
        {
            ["id"] = $"s{i}", ["name"] = $"S{i}",
            ["inputs"] = new JsonArray(new JsonObject { ["name"] = "a", ["type"] = "INT" }), ["outputs"] = new JsonArray(new JsonObject { ["name"] = "b", ["type"] = "INT" }),
            ["nodes"] = new JsonArray(new JsonObject { ["id"] = 1, ["type"] = i == levels - 1 ? "Int" : $"s{i + 1}", ["inputs"] = new JsonArray(new JsonObject { ["name"] = i == levels - 1 ? "value" : "a", ["link"] = 1 }) }),
            ["links"] = new JsonArray(Row(1, -10, 0, 1, 0), Row(2, 1, 0, -20, 0)),
        });
        var file = new JsonObject
        {
            ["nodes"] = new JsonArray(new JsonObject { ["id"] = 1, ["type"] = "s0" }, new JsonObject { ["id"] = 2, ["type"] = "Int" }, new JsonObject { ["id"] = 3, ["type"] = "Int" }),
            ["links"] = new JsonArray(new JsonArray(1, 3, 0, 1, 0, "INT"), new JsonArray(2, 1, 0, 2, 0, "INT")),
            ["definitions"] = new JsonObject { ["subgraphs"] = new JsonArray([.. definitions]) },
        };

        var prompt = EditorTestNode.Converter.Convert(file).Prompt!;

        var inner = string.Join(':', Enumerable.Repeat("1", levels + 1));
        Assert.That(prompt.Select(n => n.Key), Is.EqualTo(new[] { "2", "3", inner }));
        Assert.That((string?)prompt["2"]!["inputs"]!["value"]![0], Is.EqualTo(inner));
        Assert.That((string?)prompt[inner]!["inputs"]!["value"]![0], Is.EqualTo("3"));

        static JsonObject Row(int id, int from, int fromSlot, int to, int toSlot) =>
            new() { ["id"] = id, ["origin_id"] = from, ["origin_slot"] = fromSlot, ["target_id"] = to, ["target_slot"] = toSlot };
    }

    // Each definition holds the next one twice: 2^40 instances out of 40 definitions, whether or not there is anything in the last.
    [TestCase("[]")]
    [TestCase("""[{"id":1,"type":"Int"}]""")]
    public void Convert_DoublingSubgraphs_AreTooLarge(string last)
    {
        var definitions = Enumerable.Range(0, 40).Select(i => (JsonNode)new JsonObject
        {
            ["id"] = $"s{i}", ["name"] = $"S{i}",
            ["nodes"] = i == 39 ? JsonNode.Parse(last) : JsonNode.Parse($$"""[{"id":1,"type":"s{{i + 1}}"},{"id":2,"type":"s{{i + 1}}"}]"""),
        });
        var file = new JsonObject
        {
            ["nodes"] = JsonNode.Parse("""[{"id":1,"type":"s0"}]"""), ["definitions"] = new JsonObject { ["subgraphs"] = new JsonArray([.. definitions]) },
        };

        AssertTooLarge(file, new PromptLimits { MaxNodes = 5000 }, "5000 nodes");
    }

    [Test]
    public void Convert_LongTextInManyInstances_IsTooLarge()
    {
        var file = new EditorFile().Define(new Definition("s", "S").Also(d => d.Node(1, "Encode", $"[\"{new string('x', 10_000)}\"]")));
        for (var i = 0; i < 500; i++)
        {
            file.Node(i, "s");
        }

        AssertTooLarge(file.Json, new PromptLimits { MaxText = 1 << 20 }, "characters");
    }

    [Test]
    public void Convert_DeepIds_AreTooLarge()
    {
        var definitions = Enumerable.Range(0, 3000).Select(i => (JsonNode)new JsonObject
        {
            ["id"] = $"s{i}", ["name"] = $"S{i}", ["nodes"] = new JsonArray(new JsonObject { ["id"] = 1, ["type"] = i == 2999 ? "Int" : $"s{i + 1}" }),
        });
        var file = new JsonObject
        {
            ["nodes"] = JsonNode.Parse("""[{"id":1,"type":"s0"}]"""), ["definitions"] = new JsonObject { ["subgraphs"] = new JsonArray([.. definitions]) },
        };

        AssertTooLarge(file, new PromptLimits { MaxText = 1 << 20 }, "characters");
    }

    [Test]
    public void Convert_PatternsThatGrow_AreTooLarge()
    {
        var file = new EditorFile().Node(1, "Encode", $"[\"{new string('x', 10_000)}\"]", title: "T").Node(2, "Save", $"[\"{string.Concat(Enumerable.Repeat("%T.text%", 500))}\"]");

        AssertTooLarge(file.Json, new PromptLimits { MaxText = 1 << 20 }, "characters");
    }

    [Test]
    public void Convert_TooManyNodes_IsTooLarge()
    {
        var file = new EditorFile();
        for (var i = 0; i < 11; i++)
        {
            file.Node(i, "Note");
        }

        AssertTooLarge(file.Json, new PromptLimits { MaxNodes = 10 }, "10 nodes");
    }

    // Every consumer hangs on a chain of reroutes: walked anew each time, it would be the square of it.
    [Test]
    public void Convert_LongRerouteChainWithManyConsumers_IsFollowedOnce()
    {
        const int count = 20_000;
        var file = new EditorFile().Node(0, "Int", "[1]");
        for (var i = 1; i <= count; i++)
        {
            file.Node(i, "Reroute").Node(-i, "Int", "[0]");
        }

        var links = file.Links;
        for (var i = 1; i <= count; i++)
        {
            links.Add((JsonNode)new JsonArray(i, i - 1, 0, i, 0, "INT"));
            links.Add((JsonNode)new JsonArray(count + i, i, 0, -i, 0, "INT"));
            file[-i]["inputs"] = null;
        }

        Assert.That(file.Convert().Prompt!.Skip(1).Select(n => (string?)n.Value!["inputs"]!["value"]![0]), Is.All.EqualTo("0"));
    }

    // As above, but bypassed nodes ask for the type of the consumer, and each has another: the work is bounded instead.
    [Test]
    public void Convert_LongBypassChainWithManyTypes_EndsEitherWay()
    {
        const int count = 5000;
        var file = new EditorFile().Node(0, "Int", "[1]");
        for (var i = 1; i <= count; i++)
        {
            file.Node(i, "Any", mode: 4).Node(-i, "Foreign");
            file[-i]["inputs"] = new JsonArray(new JsonObject { ["name"] = "a", ["type"] = $"T{i}", ["link"] = count + i });
            file.Links.Add((JsonNode)new JsonArray(i, i - 1, 0, i, 0, "INT"));
            file.Links.Add((JsonNode)new JsonArray(count + i, i, 0, -i, 0, "INT"));
            file[i]["inputs"] = null;
        }

        var result = file.Convert();

        Assert.That(result.Error?.Details, Is.Null.Or.Contain("steps"));
    }

    private static void AssertTooLarge(JsonObject file, PromptLimits limits, string said)
    {
        var result = new WorkflowConverter(EditorTestNode.Registry, EditorTestNode.Services, limits).Convert(file);

        Assert.That(result.Prompt, Is.Null);
        Assert.That(result.Errors.Select(e => e.Type), Does.Contain("workflow_too_large"));
        Assert.That(result.Error!.Details, Does.Contain(said));
    }
}
