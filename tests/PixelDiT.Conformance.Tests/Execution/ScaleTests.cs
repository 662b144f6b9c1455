using System.Text.Json.Nodes;
using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Execution;

/// <summary>Graphs of 20,000 nodes, with a client that listens; where results go the next time, at once, and not at all.</summary>
[TestFixtureSource(nameof(Modes))]
internal sealed class ScaleTests(CacheMode mode) : ConformanceFixture(mode)
{
    private static readonly CacheMode[] Modes = [CacheMode.Classic, CacheMode.None, CacheMode.Default];

    private const int Nodes = 20_000;

    [Test]
    public async Task Chain_Of20000_RunsToItsEnd()
    {
        var last = Graph.Node("StubInt", ("value", 0));
        for (var i = 0; i < Nodes; i++)
        {
            last = Graph.Node("TestIntMathOperation", ("a", last.Out(0)), ("b", 1), ("operation", "add"));
        }

        var preview = Graph.Node("PreviewAny", ("source", last.Out(0)));

        var history = await RunAllAsync();

        Assert.That((string)history["outputs"]![preview.Id]!["text"]![0]!, Is.EqualTo($"{Nodes}"));
    }

    [Test]
    public async Task Fan_Of20000_RunsToItsEnd()
    {
        var image = Graph.Image("WHITE", 1);
        for (var i = 0; i < Nodes; i++)
        {
            Graph.Node("TestOutputNodeWithSocketOutput", ("image", image.Out(0)), ("value", i / 10_000.0));
        }

        await RunAllAsync();
    }

    private async Task<JsonObject> RunAllAsync()
    {
        var result = await Client.RunAsync(Graph);

        Assert.That((string)result.History["status"]!["status_str"]!, Is.EqualTo("success"));
        var state = result.Messages.Last(m => m.Type == "progress_state").Data!["nodes"]!.AsObject();
        Assert.That(state.Select(n => (string)n.Value!["state"]!), Is.All.EqualTo("finished"));
        Assert.That(state, Has.Count.GreaterThan(Nodes));
        // The history of the other tests stays small.
        await Server.ForgetAsync();
        return result.History;
    }
}
