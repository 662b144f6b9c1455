using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Lists;

/// <summary>An accumulation with one more value at its end.</summary>
[Node("TestAccumulateNode", Title = "Accumulate", Category = "Testing/Lists", Module = Pack.Module)]
[Output("ACCUMULATION")]
internal sealed class TestAccumulateNode : Node, IVariant
{
    [Input("*")]
    public object? ToAdd { get; set; }

    /// <summary>What there is so far; null for nothing.</summary>
    [Input("ACCUMULATION", Optional = true)]
    public Accumulation? Accumulation { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(new Accumulation([.. Accumulation?.Accum ?? [], ToAdd]));
}
