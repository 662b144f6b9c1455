using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Sends images to the client over its socket instead of saving them (protocol §4.6): nothing is written to disk.</summary>
[Node("SaveImageWebsocket", Title = "Save Image (Websocket)", Category = "image", Module = "custom_nodes.websocket_image_save", IsOutput = true,
    Description = "Sends each image as PNG over the client's socket, in its full size, and saves nothing.")]
public sealed class SaveImageWebsocket : Node, IFingerprinted
{
    /// <summary>The images, [B, H, W, 1…4] in [0, 1].</summary>
    [Input("IMAGE")]
    public required Tensor Images { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        var (count, height, width, channels) = ShapeOf(Images);
        for (var i = 0; i < count; i++)
        {
            using var picture = Images.select(0, i); // [H, W, C]
            var png = ImageEncoder.Png(ImageTensor.ToBytes(picture), width, height, channels, ImageEncoder.PreviewCompression);
            context.ReportPicture(i, count, new NodePreview(png, PreviewFormat.Png));
        }
        return NodeResult.Of();
    }

    /// <inheritdoc />
    /// <remarks>Always another: what was sent to one client is not there for the next.</remarks>
    public object? Fingerprint(NodeServices services) => double.NaN;

    private static (int Count, int Height, int Width, int Channels) ShapeOf(Tensor images) => images.shape is [var count, var height, var width, >= 1 and <= 4 and var channels]
        ? ((int)count, (int)height, (int)width, (int)channels)
        : throw new ArgumentException($"Images to send have shape [{string.Join(", ", images.shape)}]; expected [batch, height, width, 1 to 4 channels].", nameof(images));
}
