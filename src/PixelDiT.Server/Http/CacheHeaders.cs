using Microsoft.AspNetCore.Http;

namespace PixelDiT.Server.Http;

/// <summary>How long answers may be kept, by what the path ends in (protocol §1); a route that said something itself is left alone.</summary>
internal sealed class CacheHeaders(RequestDelegate next)
{
    private static readonly HashSet<string> Images = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp" };

    /// <summary>Runs the rest.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        // Most routes have no ending at all.
        if (path.LastIndexOf('.') > path.LastIndexOf('/') && KindOf(path) is var kind and not Kind.Other)
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.Headers.CacheControl.Count == 0 && ValueFor(kind, context.Response.StatusCode) is { } value)
                {
                    context.Response.Headers.CacheControl = value;
                }

                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    private static Kind KindOf(string path)
    {
        var name = Path.GetFileName(path);
        return name.EndsWith(".js", StringComparison.Ordinal) || name.EndsWith(".css", StringComparison.Ordinal)
            || (name.StartsWith("index", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal)) ? Kind.Code
            : Images.Contains(Path.GetExtension(name)) ? Kind.Image
            : Kind.Other;
    }

    private static string? ValueFor(Kind kind, int status) => (kind, status) switch
    {
        (Kind.Code, _) => "no-store",
        (_, >= 200 and < 300 or StatusCodes.Status301MovedPermanently or StatusCodes.Status308PermanentRedirect or StatusCodes.Status304NotModified) => "public, max-age=86400",
        (_, StatusCodes.Status404NotFound) => "public, max-age=3600",
        (_, StatusCodes.Status302Found or StatusCodes.Status303SeeOther or StatusCodes.Status307TemporaryRedirect) => "no-cache",
        _ => null,
    };

    private enum Kind
    {
        Other,
        Code,
        Image,
    }
}
