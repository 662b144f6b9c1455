using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Bench.Graph;

/// <summary>The classes of the benchmark's graphs. Their work is nothing, so that what is measured is the runtime's.</summary>
internal static class BenchNodes
{
    public static NodeRegistry Registry()
    {
        var registry = new NodeRegistry();
        var pack = registry.AddPack([typeof(BenchSource), typeof(BenchPass), typeof(BenchJudge), typeof(BenchOutput)], "bench");
        return pack.Faults.Count == 0 ? registry : throw new InvalidOperationException(pack.Faults[0].Message);
    }
}

[Node("BenchSource")]
[Output("INT")]
internal sealed class BenchSource : Node
{
    [IntInput(Min = 0)]
    public int Mark { get; init; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Mark);
}

internal abstract class BenchInputs : Node
{
    [IntInput(Min = 0)]
    public int Mark { get; init; }

    [Input("INT")]
    public int A { get; init; }

    [Input("INT", Optional = true)]
    public int B { get; init; }

    [Input("INT", Optional = true)]
    public int C { get; init; }
}

[Node("BenchPass")]
[Output("INT")]
internal sealed class BenchPass : BenchInputs
{
    public override NodeResult Run(NodeContext context) => NodeResult.Of(A);
}

/// <summary>Judges its inputs itself, at once.</summary>
[Node("BenchJudge")]
[Output("INT")]
internal sealed class BenchJudge : BenchInputs, IValidatesInputs
{
    public IReadOnlyList<string> ValidatedInputs => ["mark"];

    public string? ValidateInputs(ReceivedInputs inputs) => null;

    public override NodeResult Run(NodeContext context) => NodeResult.Of(A);
}

[Node("BenchOutput", IsOutput = true)]
internal sealed class BenchOutput : BenchInputs
{
    public override NodeResult Run(NodeContext context) => NodeResult.Of();
}

internal sealed class DeafObserver : IExecutionObserver
{
    public void Started()
    {
    }

    public void Cached(IReadOnlyList<string> nodeIds)
    {
    }

    public void NodeStarted(NodeRef node)
    {
    }

    public void NodeProgress(NodeRef node, double value, double max, NodePreview? preview)
    {
    }

    public void NodeProgressState(NodeRef node, double value, double max)
    {
    }

    public void NodeBlocked(NodeRef node, string message, IReadOnlyList<string> executed)
    {
    }

    public void NodeExecuted(NodeRef node, System.Text.Json.Nodes.JsonObject? ui)
    {
    }

    public void NodeFinished(NodeRef node)
    {
    }
}
