using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>Shows a mask without keeping it: it lies in the temp folder until the server stops.</summary>
[Node("MaskPreview", Title = "Preview Mask", Category = "image/mask", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_mask", IsOutput = true,
    Description = "Shows a mask as a grey image without keeping it.", SearchAliases = ["show mask", "view mask", "inspect mask", "debug mask"])]
[Output("MASK", "mask")]
public sealed class MaskPreview : Node
{
    /// <summary>The mask.</summary>
    [Input("MASK")]
    public required Tensor Mask { get; set; }

    /// <summary>The submitted graph.</summary>
    [HiddenInput(HiddenInput.Prompt)]
    public JsonObject? Prompt { get; set; }

    /// <summary>What the client wants kept with the image, such as <c>workflow</c>.</summary>
    [HiddenInput(HiddenInput.ExtraPngInfo)]
    public JsonObject? ExtraPnginfo { get; set; }

    /// <inheritdoc />
    /// <exception cref="IOException">A file cannot be written; none is left half-written.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var shown = TempPreview.Write(context, MaskLayout.Batch(Mask).unsqueeze(3).expand(-1, -1, -1, 3), Prompt, ExtraPnginfo);
        shown["animated"] = new JsonArray(false);
        return NodeResult.Of(Mask).WithUi(shown);
    }
}
