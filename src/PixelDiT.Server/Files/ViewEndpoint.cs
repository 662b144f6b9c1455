using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Folders;
using PixelDiT.Imaging;
using PixelDiT.Server.Http;
using PixelDiT.Server.Prompts;

namespace PixelDiT.Server.Files;

/// <summary><c>GET /view</c> (protocol §2.5).</summary>
internal static class ViewEndpoint
{
    private const int DefaultQuality = 90;

    // Whatever a file turns out to be, nothing in it runs.
    private const string Sandbox = "sandbox";

    /// <summary>Maps the area.</summary>
    public static void MapView(this IEndpointRouteBuilder routes) => routes.MapMethods("/view", ApiRoutes.Read, GetAsync);

    private static async Task<Results<SentFile, FileContentHttpResult, StatusCodeHttpResult, BadRequest<PromptRefused>>> GetAsync(
        HttpContext context, FolderPaths folders, ServerOptions options, ImageSlots slots, ILogger<ServedFile> logger)
    {
        context.Response.Headers.ContentSecurityPolicy = Sandbox;
        var query = context.Request.Query;
        var file = ServedFile.Find(folders, query.First("filename"), query.First("type"), query.First("subfolder"));
        if (file.Status != StatusCodes.Status200OK)
        {
            return TypedResults.StatusCode(file.Status);
        }

        var preview = query.First("preview");
        var channel = query.First("channel") ?? "";
        if (preview is null && channel is not ("rgb" or "a"))
        {
            return Whole(context, file);
        }

        using var slot = await slots.EnterAsync(context.RequestAborted);
        try
        {
            var image = ImageDecoder.Decode(file.Path, options.Security.Images, firstFrameOnly: true);
            // Encoding takes as long again: not for somebody who left.
            context.RequestAborted.ThrowIfCancellationRequested();
            var shown = preview is not null ? Preview(image, preview, channel) : Channel(image, channel);
            Disposition(context, file.Name);
            return shown;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Deleted since it was found.
            return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        }
        catch (ImageException e)
        {
            HttpLog.ViewFault(logger, file.Name, e.Message);
            return TypedResults.BadRequest(PromptRefused.Invalid($"'{file.Name}' cannot be shown as an image: {e.Problem}."));
        }
    }

    /// <summary>A file as it is, with headers that keep it from doing anything.</summary>
    /// <param name="context">The request.</param>
    /// <param name="file">An existing file.</param>
    internal static SentFile Whole(HttpContext context, ServedFile file)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Sandbox;
        headers.XContentTypeOptions = "nosniff";
        var type = ContentTypes.Of(file.Name);
        var disposition = "";
        if (ContentTypes.IsActive(type))
        {
            headers.CacheControl = "no-store";
            headers.Vary = "Sec-Fetch-Dest";
            if (type != ContentTypes.Svg || context.Request.Headers["Sec-Fetch-Dest"] != "image")
            {
                type = ContentTypes.Opaque;
                disposition = "attachment; ";
            }
        }

        Disposition(context, file.Name, disposition);
        return new SentFile(file.Path, type);
    }

    // "webp", "jpeg", either with ";quality"; anything else means webp. JPEG has no alpha: asking for "a" means webp as well.
    private static FileContentHttpResult Preview(DecodedImage image, string preview, string channel)
    {
        var parts = preview.Split(';');
        var jpeg = parts[0] == "jpeg" && !channel.Contains('a');
        var quality = parts.Length > 1 && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? Math.Clamp(given, 1, 100)
            : DefaultQuality;
        if (jpeg)
        {
            return TypedResults.Bytes(ImageEncoder.Jpeg(image.Bytes(0), image.Width, image.Height, image.Channels, quality), "image/jpeg");
        }

        return channel == "rgb"
            ? TypedResults.Bytes(ImageEncoder.WebP(Rgb(image), image.Width, image.Height, 3, quality), "image/webp")
            : TypedResults.Bytes(ImageEncoder.WebP(image.Bytes(0), image.Width, image.Height, image.Channels, quality), "image/webp");
    }

    private static FileContentHttpResult Channel(DecodedImage image, string channel)
    {
        var (pixels, channels) = channel == "rgb" ? (Rgb(image), 3) : (AlphaOnly(image), 4);
        return TypedResults.Bytes(ImageEncoder.Png(pixels, image.Width, image.Height, channels), "image/png");
    }

    private static byte[] Rgb(DecodedImage image)
    {
        var pixels = new byte[image.Width * image.Height * 3];
        image.CopyRgb(0, pixels.AsSpan());
        return pixels;
    }

    private static byte[] AlphaOnly(DecodedImage image)
    {
        var source = image.Bytes(0);
        var pixels = new byte[image.Width * image.Height * 4];
        for (var i = 3; i < pixels.Length; i += 4)
        {
            pixels[i] = image.HasAlpha ? source[i] : (byte)255;
        }

        return pixels;
    }

    private static void Disposition(HttpContext context, string name, string kind = "")
    {
        // Header values are ASCII for many clients, and a line break would end the header.
        var plain = string.Concat(name.Select(c => c is < ' ' or > '~' ? '_' : c));
        context.Response.Headers.ContentDisposition = $"{kind}filename=\"{plain.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
    }
}
