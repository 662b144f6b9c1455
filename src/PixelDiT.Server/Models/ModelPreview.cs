using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Folders;
using PixelDiT.Imaging;
using PixelDiT.Server.Files;

namespace PixelDiT.Server.Models;

/// <summary>The small picture of a model (protocol §2.6): a picture beside it, or the one inside it.</summary>
internal static class ModelPreview
{
    private const int Quality = 80;

    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".avif", ".tif", ".tiff", ".jfif"];

    /// <summary>The picture as WebP.</summary>
    /// <param name="directory">The model directory.</param>
    /// <param name="model">Full path of the model in it.</param>
    /// <param name="limits">Bounds of the picture.</param>
    /// <param name="slots">Where to wait for the turn.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The file; null when there is none that can be read.</returns>
    public static async Task<byte[]?> MakeAsync(string directory, string model, ImageLimits limits, ImageSlots slots, CancellationToken cancellationToken)
    {
        try
        {
            var path = Find(directory, model);
            var cover = path is null && model.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) && File.Exists(model) ? Cover(model) : null;
            if (path is null && cover is null)
            {
                return null;
            }

            using var slot = await slots.EnterAsync(cancellationToken);
            var image = path is not null ? ImageDecoder.Decode(path, limits, firstFrameOnly: true) : ImageDecoder.Decode(cover, limits, firstFrameOnly: true);
            cancellationToken.ThrowIfCancellationRequested();
            return ImageEncoder.WebP(image.Bytes(0), image.Width, image.Height, image.Channels, Quality);
        }
        catch (Exception e) when (e is ImageException or IOException or UnauthorizedAccessException)
        {
            // A picture that is none is the same as no picture.
            return null;
        }
    }

    private static string? Find(string directory, string model)
    {
        var stem = Path.Combine(Path.GetDirectoryName(model)!, Path.GetFileNameWithoutExtension(model));
        // Unlike the model itself, which its owner may have linked in, a picture is only taken from the directory.
        return Extensions.Select(e => stem + e).Concat(Extensions.Select(e => $"{stem}.preview{e}"))
            .FirstOrDefault(p => File.Exists(p) && FolderPaths.WithinReal(directory, Path.GetRelativePath(directory, p)) is not null);
    }

    // "ssmd_cover_images": a JSON array of base64 texts, itself as text
    private static byte[]? Cover(string model)
    {
        if (SafetensorsMetadata.Read(model, SafetensorsMetadata.ForPictures)?["ssmd_cover_images"] is not JsonValue value || !value.TryGetValue<string>(out var text))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text) is JsonArray { Count: > 0 } covers && covers[0] is JsonValue first && first.TryGetValue<string>(out var encoded)
                ? Convert.FromBase64String(encoded)
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // Not what this key should hold.
            return null;
        }
    }
}
