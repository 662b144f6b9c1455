using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>The pixels of one colour as a mask.</summary>
[Node("ImageColorToMask", Title = "Convert Image Color to Mask", Category = "image/mask", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_mask",
    Description = "A mask that is white where images have exactly one colour.", SearchAliases = ["color keying", "chroma key"])]
[Output("MASK")]
public sealed class ImageColorToMask : Node
{
    /// <summary>The images, [B, H, W, 3 or 4]; alpha is not looked at.</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>The colour as 0xRRGGBB; a channel's value is rounded to the nearest of 0…255.</summary>
    [IntInput(Default = 0, Min = 0, Max = 0xFFFFFF, Step = 1, Options = """{"display": "number"}""")]
    public int Color { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var wanted = tensor(new float[] { (Color >> 16) & 0xFF, (Color >> 8) & 0xFF, Color & 0xFF }); // [3]
        var bytes = (Image.narrow(3, 0, 3).clamp(0, 1) * 255).round();
        var mask = bytes.eq(wanted).all(3, keepdim: false).to(ScalarType.Float32); // [B, H, W]
        return NodeResult.Of(mask.DetachFromDisposeScope());
    }
}
