using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Lists;

/// <summary>The first value of an accumulation, and the rest; of an empty one nothing, and itself.</summary>
[Node("TestAccumulationHeadNode", Title = "Accumulation Head", Category = "Testing/Lists", Module = Pack.Module)]
[Output("ACCUMULATION")]
[Output("*")]
internal sealed class TestAccumulationHeadNode : Node, IVariant
{
    [Input("ACCUMULATION")]
    public required Accumulation Accumulation { get; set; }

    public override NodeResult Run(NodeContext context) => Accumulation.Accum.Count > 0
        ? NodeResult.Of(new Accumulation([.. Accumulation.Accum.Skip(1)]), Accumulation.Accum[0])
        : NodeResult.Of(Accumulation, null);
}
