using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace MyNodes;

[Node("BrightenImage", Title = "Brighten Image", Category = "my nodes/image")]
[Output("IMAGE")]
public sealed class BrightenImage : Node
{
    [Input("IMAGE")]
    public required Tensor Image { get; set; } // float32 [batch, height, width, 3], 0 to 1

    [FloatInput(Default = 1.5, Min = 0, Max = 10)]
    public double Factor { get; set; } = 1.5;

    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var brighter = (Image * Factor).clamp(0, 1);
        return NodeResult.Of(brighter.DetachFromDisposeScope());
    }
}
