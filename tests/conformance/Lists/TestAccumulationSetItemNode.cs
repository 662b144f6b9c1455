using System.Numerics;
using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Lists;

/// <summary>An accumulation with one value replaced.</summary>
[Node("TestAccumulationSetItemNode", Title = "Accumulation Set Item", Category = "Testing/Lists", Module = Pack.Module)]
[Output("ACCUMULATION")]
internal sealed class TestAccumulationSetItemNode : Node, IVariant
{
    [Input("ACCUMULATION")]
    public required Accumulation Accumulation { get; set; }

    /// <summary>Its place from 0, or from the end where it is negative: -1 is the last one.</summary>
    [IntInput(Default = 0, Step = 1)]
    public required BigInteger Index { get; set; }

    [Input("*")]
    public object? Value { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        var values = Accumulation.Accum.ToArray();
        values[Accumulation.Place(Index)] = Value;
        return NodeResult.Of(new Accumulation(values));
    }
}
