using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Hosting;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Writes images to the output folder as PNG, with the workflow that made them inside.</summary>
[Node("SaveImage", Title = "Save Image", Category = "image", Module = "nodes", IsOutput = true, EssentialsCategory = "Basics",
    Description = "Writes images to the output folder as PNG. The workflow goes into the file, so that it can be opened again.",
    SearchAliases = ["save", "export image", "output image", "write image", "download"])]
[Output("IMAGE", "images")]
public sealed class SaveImage : Node
{
    /// <summary>The images, [B, H, W, 1…4] in [0, 1].</summary>
    [Input("IMAGE", Tooltip = "The images to save.")]
    public required Tensor Images { get; set; }

    /// <summary>Name before the counter, with folders; may hold <c>%width%</c>, <c>%year%</c> and their like (protocol §9.1).</summary>
    [StringInput(Default = "ComfyUI",
        Tooltip = "Name before the counter, with folders if you like: %year%-%month%-%day%/%width%x%height% puts each day's images into a folder.")]
    public string FilenamePrefix { get; set; } = "ComfyUI";

    /// <summary>The submitted graph.</summary>
    [HiddenInput(HiddenInput.Prompt)]
    public JsonObject? Prompt { get; set; }

    /// <summary>What the client wants kept with the image, such as <c>workflow</c>.</summary>
    [HiddenInput(HiddenInput.ExtraPngInfo)]
    public JsonObject? ExtraPnginfo { get; set; }

    /// <inheritdoc />
    /// <exception cref="OutputFolderException">The prefix leads out of the output folder.</exception>
    /// <exception cref="IOException">A file cannot be written; none is left half-written.</exception>
    public override NodeResult Run(NodeContext context)
    {
        var output = context.Services.Get<ImageFolders>().Output;
        var writer = new ImageWriter(output, "output", ImageFileFormat.Png(ImageEncoder.SaveCompression, ImageMetadata.Of(context, Prompt, ExtraPnginfo)));
        return NodeResult.Of(Images).WithUi(writer.Write(Images, FilenamePrefix, context.Cancellation));
    }
}
