using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Hosting;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Pictures for the eye only: PNG files in the temp folder.</summary>
internal static class TempPreview
{
    /// <summary>Writes images under a name that stays with the node, so that its previews do not mix with those of others.</summary>
    /// <param name="context">The node's surroundings.</param>
    /// <param name="images">[B, H, W, 1…4] in [0, 1].</param>
    /// <param name="prompt">The submitted graph, for the files' metadata.</param>
    /// <param name="extraPnginfo">What the client wants kept with the images.</param>
    /// <returns><c>{"images": [{filename, subfolder, type}]}</c>.</returns>
    /// <exception cref="IOException">A file cannot be written; none is left half-written.</exception>
    public static JsonObject Write(NodeContext context, Tensor images, JsonObject? prompt, JsonObject? extraPnginfo)
    {
        var temp = context.Services.Get<ImageFolders>().Temp;
        var writer = new ImageWriter(temp, "temp", ImageFileFormat.Png(ImageEncoder.PreviewCompression, ImageMetadata.Of(context, prompt, extraPnginfo)));
        return writer.Write(images, context.State(() => new RandomPrefix()).Text, context.Cancellation);
    }

    private sealed class RandomPrefix
    {
        public string Text { get; } = $"ComfyUI_temp_{Random.Shared.GetString("abcdefghijklmnopqrstuvwxyz", 5)}";
    }
}
