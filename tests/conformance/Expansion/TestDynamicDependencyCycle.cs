using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Expansion;

/// <summary>Two lazy mixes that need each other: a cycle that shows only once both have asked.</summary>
[Node("TestDynamicDependencyCycle", Title = "Dynamic Dependency Cycle", Category = "Testing/Nodes", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestDynamicDependencyCycle : Node
{
    [Input("IMAGE")]
    public object? Input1 { get; set; }

    [Input("IMAGE")]
    public object? Input2 { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        var graph = context.NewGraph();
        var mask = graph.AddMask(0.5).Output(0);
        var first = graph.Add("TestLazyMixImages").Set("image1", Input1).Set("mask", mask);
        var second = graph.Add("TestLazyMixImages").Set("image1", first.Output(0)).Set("image2", Input2).Set("mask", mask);
        first.Set("image2", second.Output(0));
        return NodeResult.Of(second.Output(0)).WithExpansion(graph);
    }
}
