using Microsoft.AspNetCore.Http;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Http;

/// <summary>How long answers may be kept, by what the path ends in (protocol §1); a route that said something itself is left alone.</summary>
/// <param name="next">The rest.</param>
/// <param name="keys">With keys on, nothing may be kept by a cache that several people share.</param>
/// <param name="options">Tells whether there are several users.</param>
internal sealed class CacheHeaders(RequestDelegate next, KeyRing keys, ServerOptions options)
{
    private static readonly HashSet<string> Images = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp" };

    /// <summary>Runs the rest.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (KindOf(context.Request.Path, path) is var kind and not Kind.Other)
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

    private Kind KindOf(PathString address, string path)
    {
        if ((keys.IsLocked || options.MultiUser) && (IsBelow(address, "/userdata") || IsBelow(address, "/api/userdata")))
        {
            return Kind.Personal;
        }

        // Most routes have no ending at all.
        if (path.LastIndexOf('.') < path.LastIndexOf('/'))
        {
            return Kind.Other;
        }

        var name = Path.GetFileName(path);
        return name.EndsWith(".js", StringComparison.Ordinal) || name.EndsWith(".css", StringComparison.Ordinal)
            || (name.StartsWith("index", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal)) ? Kind.Code
            : Images.Contains(Path.GetExtension(name)) ? Kind.Image
            : Kind.Other;
    }

    // Routing takes no notice of case either.
    private static bool IsBelow(PathString address, string folder) => address.StartsWithSegments(folder, StringComparison.OrdinalIgnoreCase);

    private string Caches => keys.IsLocked ? "private" : "public";

    private string? ValueFor(Kind kind, int status) => (kind, status) switch
    {
        // The same address is another file for another user, who must be asked for each time.
        (Kind.Personal, _) => "private, no-cache",
        (Kind.Code, _) => "no-store",
        (_, >= 200 and < 300 or StatusCodes.Status301MovedPermanently or StatusCodes.Status308PermanentRedirect or StatusCodes.Status304NotModified) => $"{Caches}, max-age=86400",
        (_, StatusCodes.Status404NotFound) => $"{Caches}, max-age=3600",
        (_, StatusCodes.Status302Found or StatusCodes.Status303SeeOther or StatusCodes.Status307TemporaryRedirect) => "no-cache",
        _ => null,
    };

    private enum Kind
    {
        Other,
        Code,
        Image,
        Personal,
    }
}
