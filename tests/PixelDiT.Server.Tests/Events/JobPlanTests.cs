using System.Text.Json.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Server.Events;
using PixelDiT.Server.Tests.Nodes;

namespace PixelDiT.Server.Tests.Events;

internal sealed class JobPlanTests
{
    // 1 → 2 → 3; 4 → 5; 6 leads nowhere.
    private static readonly JsonObject Graph = new()
    {
        ["1"] = Graphs.Empty(1),
        ["2"] = Graphs.Node("TestGate", ("value", Graphs.Link("1")), ("name", "x")),
        ["3"] = Graphs.Node("PreviewImage", ("images", Graphs.Link("2"))),
        ["4"] = Graphs.Empty(2),
        ["5"] = Graphs.Node("PreviewImage", ("images", Graphs.Link("4")), ("unknown", Graphs.Link("6"))),
        ["6"] = Graphs.Empty(3),
    };

    [TestCase("", "1 2 3 4 5")]
    [TestCase("1", "2 3 4 5")]
    [TestCase("2", "3 4 5")]
    [TestCase("3", "4 5")]
    [TestCase("3 5", "")]
    public async Task NodesToRun_WithSomeCached_TheOutputsAndWhatTheyStillNeed(string cached, string expected)
    {
        var registry = new NodeRegistry();
        registry.AddPack(TestNodes.All, "custom_nodes.testing-pack");
        var prompt = await TestServer.ValidateAsync((JsonObject)Graph.DeepClone());

        var toRun = JobPlan.NodesToRun(prompt, registry, cached.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.That(string.Join(' ', toRun.Order()), Is.EqualTo(expected));
    }
}
