using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Shows images without keeping them: they lie in the temp folder until the server stops.</summary>
[Node("PreviewImage", Title = "Preview Image", Category = "image", Module = "nodes", IsOutput = true, EssentialsCategory = "Basics",
    Description = "Shows images without keeping them.", SearchAliases = ["preview", "show image", "view image", "display image"])]
[Output("IMAGE", "images")]
public sealed class PreviewImage : Node
{
    /// <summary>The images, [B, H, W, 1…4] in [0, 1].</summary>
    [Input("IMAGE")]
    public required Tensor Images { get; set; }

    /// <summary>The submitted graph.</summary>
    [HiddenInput(HiddenInput.Prompt)]
    public JsonObject? Prompt { get; set; }

    /// <summary>What the client wants kept with the image, such as <c>workflow</c>.</summary>
    [HiddenInput(HiddenInput.ExtraPngInfo)]
    public JsonObject? ExtraPnginfo { get; set; }

    /// <inheritdoc />
    /// <exception cref="IOException">A file cannot be written; none is left half-written.</exception>
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(Images).WithUi(TempPreview.Write(context, Images, Prompt, ExtraPnginfo));
}
