using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Lists;

/// <summary>How many values an accumulation has.</summary>
[Node("TestAccumulationGetLengthNode", Title = "Accumulation Get Length", Category = "Testing/Lists", Module = Pack.Module)]
[Output("INT")]
internal sealed class TestAccumulationGetLengthNode : Node, IVariant
{
    [Input("ACCUMULATION")]
    public required Accumulation Accumulation { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of((long)Accumulation.Accum.Count);
}
