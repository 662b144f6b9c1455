using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Lists;

/// <summary>A whole list as one accumulation.</summary>
[Node("TestListToAccumulationNode", Title = "List to Accumulation", Category = "Testing/Lists", Module = Pack.Module, TakesLists = true)]
[Output("ACCUMULATION")]
internal sealed class TestListToAccumulationNode : Node, IVariant
{
    [Input("*")]
    public IReadOnlyList<object?> List { get; set; } = [];

    public override NodeResult Run(NodeContext context) => NodeResult.Of(new Accumulation(List));
}
