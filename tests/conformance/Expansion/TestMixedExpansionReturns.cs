using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Expansion;

/// <summary>A grey image, made at once or by an expansion, whichever the number says; and a white one, always at once.</summary>
[Node("TestMixedExpansionReturns", Title = "Mixed Expansion Returns", Category = "Testing/Nodes", Module = Pack.Module)]
[Output("IMAGE")]
[Output("IMAGE")]
internal sealed class TestMixedExpansionReturns : Node
{
    [FloatInput]
    public required double Input1 { get; set; }

    // The reference has two forms of a result without expansion and tells them apart by number; here there is one.
    public override NodeResult Run(NodeContext context) => Input1 switch
    {
        <= 0.1 => NodeResult.Of(Canvas.Of(0.1), Canvas.Of(1.0)),
        <= 0.2 => NodeResult.Of(Canvas.Of(0.2), Canvas.Of(1.0)),
        _ => Expand(context.NewGraph()),
    };

    private static NodeResult Expand(GraphBuilder graph)
    {
        var mask = graph.AddMask(0.3);
        var black = graph.AddImage("BLACK");
        var white = graph.AddImage("WHITE");
        var mix = graph.Add("TestLazyMixImages").Set("image1", black.Output(0)).Set("image2", white.Output(0)).Set("mask", mask.Output(0));
        return NodeResult.Of(mix.Output(0), Canvas.Of(1.0)).WithExpansion(graph);
    }
}
