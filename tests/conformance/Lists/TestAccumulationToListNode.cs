using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Lists;

/// <summary>The values of an accumulation as a list.</summary>
[Node("TestAccumulationToListNode", Title = "Accumulation to List", Category = "Testing/Lists", Module = Pack.Module)]
[Output("*", IsList = true)]
internal sealed class TestAccumulationToListNode : Node, IVariant
{
    [Input("ACCUMULATION")]
    public required Accumulation Accumulation { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Accumulation.Accum);
}
