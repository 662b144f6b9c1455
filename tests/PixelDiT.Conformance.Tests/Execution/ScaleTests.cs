using System.Text.Json.Nodes;
using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Execution;

/// <summary>Graphs of 20,000 nodes, with a client that listens.</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class ScaleTests(CacheMode mode) : ConformanceFixture(mode)
{
    private const int Nodes = 20_000;

    [Test]
    public async Task Chain_Of20000_RunsToItsEnd()
    {
        var last = Graph.Node("StubInt", ("value", 0));
        for (var i = 0; i < Nodes; i++)
        {
            last = Graph.Node("TestIntMathOperation", ("a", last.Out(0)), ("b", 1), ("operation", "add"));
        }

        await AssertShowsAsync(last, Nodes);
    }

    [Test]
    public async Task Fan_Of20000_RunsToItsEnd()
    {
        var one = Graph.Node("StubInt", ("value", 1));
        GraphNode sum = null!;
        for (var i = 0; i < Nodes; i++)
        {
            sum = Graph.Node("TestIntMathOperation", ("a", one.Out(0)), ("b", i), ("operation", "add"));
            Graph.Node("PreviewAny", ("source", sum.Out(0)));
        }

        await AssertShowsAsync(sum, Nodes);
    }

    private async Task AssertShowsAsync(GraphNode node, int value)
    {
        var preview = Graph.Node("PreviewAny", ("source", node.Out(0)));

        var result = await Client.RunAsync(Graph);

        Assert.That((string)result.History["outputs"]![preview.Id]!["text"]![0]!, Is.EqualTo($"{value}"));
        Assert.That((string)result.History["status"]!["status_str"]!, Is.EqualTo("success"));
        var state = result.Messages.Last(m => m.Type == "progress_state").Data!["nodes"]!.AsObject();
        Assert.That(state.Select(n => (string)n.Value!["state"]!), Is.All.EqualTo("finished"));
        Assert.That(state, Has.Count.GreaterThan(Nodes));
        Assert.That((JsonObject?)state[preview.Id], Is.Not.Null);
    }
}
