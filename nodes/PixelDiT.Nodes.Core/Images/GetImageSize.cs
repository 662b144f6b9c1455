using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Width, height and number of images.</summary>
[Node("GetImageSize", Title = "Get Image Size", Category = "image", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_images",
    Description = "Width, height and number of the images of a batch.", SearchAliases = ["dimensions", "resolution", "image info"])]
[Output("INT", "width")]
[Output("INT", "height")]
[Output("INT", "batch_size")]
public sealed class GetImageSize : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>The node's id; declared as ComfyUI does, which shows the sizes on the node.</summary>
    [HiddenInput(HiddenInput.UniqueId)]
    public string? UniqueId { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(Image.shape[2], Image.shape[1], Image.shape[0]);
}
