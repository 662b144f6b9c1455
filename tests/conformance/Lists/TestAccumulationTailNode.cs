using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Lists;

/// <summary>All but the last value of an accumulation, and the last. Of an empty one the two outputs are swapped, as they are in the reference.</summary>
[Node("TestAccumulationTailNode", Title = "Accumulation Tail", Category = "Testing/Lists", Module = Pack.Module)]
[Output("ACCUMULATION")]
[Output("*")]
internal sealed class TestAccumulationTailNode : Node
{
    [Input("ACCUMULATION")]
    public required Accumulation Accumulation { get; set; }

    public override NodeResult Run(NodeContext context) => Accumulation.Accum.Count > 0
        ? NodeResult.Of(new Accumulation([.. Accumulation.Accum.SkipLast(1)]), Accumulation.Accum[^1])
        : NodeResult.Of(null, Accumulation);
}
