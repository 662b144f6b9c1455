using System.Text.Json.Nodes;
using PixelDiT.Imaging;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Writes a batch of images as files, and says so in ComfyUI's terms.</summary>
internal sealed class ImageWriter(OutputFolder folder, string type, ImageFileFormat format)
{
    /// <summary>Saves every image of a batch.</summary>
    /// <param name="images">[B, H, W, 1…4] in [0, 1].</param>
    /// <param name="prefix">Name before the counter (protocol §9.1).</param>
    /// <param name="cancellation">Looked at before each image; those written stay.</param>
    /// <returns><c>{"images": [{filename, subfolder, type}]}</c>.</returns>
    public JsonObject Write(Tensor images, string prefix, CancellationToken cancellation)
    {
        if (images.shape is not [_, var height, var width, >= 1 and <= 4 and var channels])
        {
            throw new ArgumentException($"Images to save have shape [{string.Join(", ", images.shape)}]; expected [batch, height, width, 1 to 4 channels].", nameof(images));
        }
        var count = (int)images.shape[0];
        var saved = new JsonArray();
        var batch = folder.Begin(prefix, (int)width, (int)height, count);
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var picture = images.select(0, i); // [H, W, C]
            var bytes = format.Encode(ImageTensor.ToBytes(picture), (int)width, (int)height, (int)channels);
            var file = batch.Write(bytes, format.Extension);
            saved.Add(new JsonObject { ["filename"] = file.FileName, ["subfolder"] = file.Subfolder, ["type"] = type });
        }
        return new JsonObject { ["images"] = saved };
    }
}
