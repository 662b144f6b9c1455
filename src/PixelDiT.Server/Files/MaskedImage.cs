using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PixelDiT.Graph.Folders;
using PixelDiT.Imaging;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Files;

/// <summary>An image with the alpha of another: what the mask editor uploads (protocol §2.5).</summary>
internal static class MaskedImage
{
    /// <summary>The image that a mask belongs to.</summary>
    /// <param name="folders">Where files lie.</param>
    /// <param name="reference">The field <c>original_ref</c>: <c>{"filename","subfolder","type"}</c>, type output by default.</param>
    /// <returns>Its full path.</returns>
    /// <exception cref="UploadException">The reference is malformed, or leads out of its folder.</exception>
    /// <exception cref="FileNotFoundException">There is no such image.</exception>
    public static string FindOriginal(FolderPaths folders, string reference)
    {
        if (JsonBody.Parse(System.Text.Encoding.UTF8.GetBytes(reference)).AsObject(out var problem) is not { } fields)
        {
            throw new UploadException($"'original_ref' must say which image the mask belongs to, as {{\"filename\",\"subfolder\",\"type\"}}: {problem}");
        }

        var found = ServedFile.Find(
            folders,
            Text(fields, "filename") ?? throw new UploadException("'original_ref' has no 'filename'."),
            Text(fields, "type"),
            Text(fields, "subfolder"));
        return found.Status switch
        {
            StatusCodes.Status200OK => found.Path,
            StatusCodes.Status404NotFound => throw new FileNotFoundException($"The image that the mask belongs to does not exist: {fields["filename"]}."),
            StatusCodes.Status507InsufficientStorage => throw new UploadException($"The image that the mask belongs to cannot be written to the temp folder: {fields["filename"]}."),
            _ => throw new UploadException("'original_ref' leads out of its folder, or names none of input, output, temp."),
        };
    }

    /// <summary>The PNG file: colours and text chunks of the original, alpha of the upload.</summary>
    /// <param name="original">Path of the original.</param>
    /// <param name="mask">The upload; without alpha the result is opaque.</param>
    /// <param name="limits">Bounds of both.</param>
    /// <param name="slots">Where to wait for the turn.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UploadException">The two differ in size.</exception>
    /// <exception cref="ImageException">One of the two cannot be decoded.</exception>
    public static async Task<byte[]> MakeAsync(string original, IFormFile mask, ImageLimits limits, ImageSlots slots, CancellationToken cancellationToken)
    {
        using var slot = await slots.EnterAsync(cancellationToken);
        using var uploaded = new MemoryStream();
        await mask.CopyToAsync(uploaded, cancellationToken);
        var alpha = ImageDecoder.Decode(uploaded.GetBuffer().AsSpan(0, (int)uploaded.Length), limits, firstFrameOnly: true, subject: "the mask");
        var bytes = await File.ReadAllBytesAsync(original, cancellationToken);
        var image = ImageDecoder.Decode(bytes, limits, firstFrameOnly: true, subject: "the image that the mask belongs to");
        if ((image.Width, image.Height) != (alpha.Width, alpha.Height))
        {
            throw new UploadException($"The mask has {alpha.Width} x {alpha.Height} pixels, its image {image.Width} x {image.Height}; both must be the same.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return ImageEncoder.Png(
            Join(image, alpha), image.Width, image.Height, channels: 4, text: image.Format == ImageFormat.Png ? Texts(bytes) : null);
    }

    private static byte[] Join(DecodedImage colours, DecodedImage alpha)
    {
        var rgb = colours.Bytes(0);
        var a = alpha.Bytes(0);
        var pixels = new byte[colours.Width * colours.Height * 4];
        for (int i = 0, s = 0; i < pixels.Length; i += 4, s += colours.Channels)
        {
            rgb.Slice(s, 3).CopyTo(pixels.AsSpan(i));
            pixels[i + 3] = alpha.HasAlpha ? a[i + 3] : (byte)255;
        }

        return pixels;
    }

    // A foreign file may carry keywords that no standard allows: those are not ours to write again.
    private static List<PngTextEntry> Texts(byte[] png) => [.. PngText.Read(png).Where(e => PngText.IsKeyword(e.Keyword) && !e.Text.Contains('\0'))];

    private static string? Text(JsonObject fields, string name) => fields[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => throw new UploadException($"'{name}' of 'original_ref' must be a text, not {JsonBody.KindOf(other)}."),
    };
}
