using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>The negative of images: 1 - x.</summary>
[Node("ImageInvert", Title = "Invert Image Colors", Category = "image/color", Module = "nodes", EssentialsCategory = "Image Tools",
    Description = "The negative of images.", SearchAliases = ["negative", "reverse colors"])]
[Output("IMAGE")]
public sealed class ImageInvert : Node
{
    /// <summary>The images.</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of((1 - Image).DetachFromDisposeScope());
    }
}
