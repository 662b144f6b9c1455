using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PixelDiT.Imaging;
using PixelDiT.Server.Files;
using PixelDiT.Server.Operations;

namespace PixelDiT.Server.Security;

/// <summary>
/// Takes only uploads that are what their name says: an image, whole, of a bounded size. What was decoded once will be decoded by the nodes that load it, and
/// what is no image cannot be served as something else later. <see cref="SecurityOptions.AcceptAnyUpload"/> switches this off.
/// </summary>
internal sealed class UploadCheck(ServerOptions options, ImageSlots slots, ServerMetrics metrics, ILogger<UploadCheck> logger)
{
    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".apng", ".jpg", ".jpeg", ".jfif", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".jxl", ".pbm", ".pgm", ".ppm", ".pnm",
    };

    /// <summary>Bounds of images.</summary>
    public ImageLimits Limits => options.Security.Images;

    /// <summary>Refuses a name under which no image belongs.</summary>
    /// <param name="name">The name, perhaps with folders.</param>
    /// <exception cref="UploadException">The ending is not an image's. None at all is fine: such a file is never shown as anything but bytes.</exception>
    public void RequireName(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        if (!options.Security.AcceptAnyUpload && last.Contains('.') && !Endings.Contains(Path.GetExtension(last)))
        {
            Refuse(name, $"its ending is not an image's; known are {string.Join(' ', Endings.Order())}");
        }
    }

    /// <summary>Refuses a file that cannot be decoded.</summary>
    /// <param name="name">Its name, for the answer.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UploadException">It is no image, damaged, or too large.</exception>
    public async Task RequireImageAsync(string name, IFormFile file, CancellationToken cancellationToken)
    {
        if (options.Security.AcceptAnyUpload)
        {
            return;
        }

        if (file.Length == 0)
        {
            Refuse(name, "it is empty");
        }

        if (file.Length > options.Security.Images.MaxFileBytes)
        {
            Refuse(name, $"it has {file.Length} bytes, at most {options.Security.Images.MaxFileBytes} are taken");
        }

        using var slot = await slots.EnterAsync(cancellationToken);
        try
        {
            var bytes = new byte[file.Length];
            await using (var stream = file.OpenReadStream())
            {
                await stream.ReadExactlyAsync(bytes, cancellationToken);
            }

            // Every frame: a node will read them all.
            ImageDecoder.Decode(bytes, options.Security.Images, subject: name);
        }
        catch (ImageException e) when (e.Failure != ImageFailure.OutOfMemory)
        {
            Refuse(name, $"{e.Problem}; expected {e.Expected}");
        }
    }

    [DoesNotReturn]
    private void Refuse(string name, string reason)
    {
        metrics.Refused("upload");
        SecurityLog.UploadRefused(logger, name, reason);
        throw new UploadException($"'{name}' is not taken: {reason}.");
    }
}
