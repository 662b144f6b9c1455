using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Hosting;
using PixelDiT.Nodes.Core.Images;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Images;

/// <summary>As SaveImage, in the format that is wanted. The workflow goes into the file in each of them.</summary>
[Node("PixelDiTSaveImage", Title = "Save Image (PNG, WebP, JPEG)", Category = "image", IsOutput = true,
    Description = "Writes images to the output folder as PNG, WebP or JPEG. The workflow goes into the file, so that it can be opened again.",
    SearchAliases = ["save", "webp", "jpeg", "jpg", "export image"])]
[Output("IMAGE", "images")]
public sealed class PixelDiTSaveImage : Node
{
    /// <summary>The images, [B, H, W, 1…4] in [0, 1].</summary>
    [Input("IMAGE", Tooltip = "The images to save.")]
    public required Tensor Images { get; set; }

    /// <summary>Name before the counter, with folders; may hold <c>%width%</c>, <c>%year%</c> and their like (protocol §9.1).</summary>
    [StringInput(Default = "ComfyUI",
        Tooltip = "Name before the counter, with folders if you like: %year%-%month%-%day%/%width%x%height% puts each day's images into a folder.")]
    public string FilenamePrefix { get; set; } = "ComfyUI";

    /// <summary>The format.</summary>
    [ComboInput("png", "webp", "jpeg", Default = "png", Tooltip = "PNG keeps every pixel. WebP and JPEG are smaller; JPEG has no transparency.")]
    public string Format { get; set; } = "png";

    /// <summary>Quality of WebP and JPEG, 1 to 100.</summary>
    [IntInput(Default = 90, Min = 1, Max = 100, Tooltip = "Of WebP and JPEG: 100 is the best and the largest.")]
    public int Quality { get; set; } = 90;

    /// <summary>Whether WebP keeps every pixel.</summary>
    [BooleanInput(Default = false, Tooltip = "WebP only: keep every pixel; quality then means effort.")]
    public bool Lossless { get; set; }

    /// <summary>Whether prompt and workflow go into the file.</summary>
    [BooleanInput(Default = true, Optional = true, Tooltip = "Puts the workflow into the file, so that it can be opened again. The server's --disable-metadata leaves it out in any case.")]
    public bool EmbedWorkflow { get; set; } = true;

    /// <summary>The submitted graph.</summary>
    [HiddenInput(HiddenInput.Prompt)]
    public JsonObject? Prompt { get; set; }

    /// <summary>What the client wants kept with the image, such as <c>workflow</c>.</summary>
    [HiddenInput(HiddenInput.ExtraPngInfo)]
    public JsonObject? ExtraPnginfo { get; set; }

    /// <inheritdoc />
    /// <exception cref="OutputFolderException">The prefix leads out of the output folder.</exception>
    /// <exception cref="ImageException">The images are too large for the format: WebP takes 16,383 pixels a side, JPEG 65,500.</exception>
    /// <exception cref="IOException">A file cannot be written; none is left half-written.</exception>
    public override NodeResult Run(NodeContext context)
    {
        var notes = new NodeNotes(context.Logger);
        var texts = EmbedWorkflow ? ImageMetadata.Of(context, Prompt, ExtraPnginfo) : [];
        var format = Format switch
        {
            "webp" => ImageFileFormat.WebP(Quality, Lossless, texts),
            "jpeg" => ImageFileFormat.Jpeg(Quality, ForJpeg(texts, notes)),
            _ => ImageFileFormat.Png(ImageEncoder.SaveCompression, texts),
        };
        var writer = new ImageWriter(context.Services.Get<ImageFolders>().Output, "output", format);
        return notes.On(NodeResult.Of(Images).WithUi(writer.Write(Images, FilenamePrefix, context.Cancellation)));
    }

    private static IReadOnlyList<PngTextEntry> ForJpeg(IReadOnlyList<PngTextEntry> texts, NodeNotes notes)
    {
        var fitting = ImageMetadata.ForJpeg(texts);
        if (fitting.Count < texts.Count)
        {
            notes.Warn($"JPEG holds 64 KB of texts: {string.Join(", ", texts.Except(fitting).Select(t => t.Keyword))} are left out; PNG and WebP would take them.");
        }
        return fitting;
    }
}
