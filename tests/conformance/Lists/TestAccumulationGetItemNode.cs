using System.Numerics;
using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Lists;

/// <summary>One value of an accumulation.</summary>
[Node("TestAccumulationGetItemNode", Title = "Accumulation Get Item", Category = "Testing/Lists", Module = Pack.Module)]
[Output("*")]
internal sealed class TestAccumulationGetItemNode : Node, IVariant
{
    [Input("ACCUMULATION")]
    public required Accumulation Accumulation { get; set; }

    /// <summary>Its place from 0, or from the end where it is negative: -1 is the last one.</summary>
    [IntInput(Default = 0, Step = 1)]
    public required BigInteger Index { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Accumulation.Accum[Accumulation.Place(Index)]);
}
