using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using PixelDiT.Server.Files;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Hosting;

/// <summary>Serves a built front end (protocol §1).</summary>
internal static class FrontEnd
{
    /// <summary>Maps <c>/</c> and every path that no other route takes to the files of a directory.</summary>
    public static void MapFrontEnd(this IEndpointRouteBuilder routes, string directory)
    {
        var files = new PhysicalFileProvider(directory);
        routes.MapMethods("/{**path}", ApiRoutes.Read, Serve);

        IResult Serve(HttpContext context, string? path)
        {
            var name = string.IsNullOrEmpty(path) ? "index.html" : path;
            var headers = context.Response.Headers;
            var file = files.GetFileInfo(name);
            if (!file.Exists || file.IsDirectory || file.PhysicalPath is null)
            {
                if (IsImage(name))
                {
                    headers.CacheControl = "public, max-age=3600";
                }

                return TypedResults.NotFound();
            }

            if (string.IsNullOrEmpty(path))
            {
                headers.CacheControl = "no-store, must-revalidate";
                headers.Pragma = "no-cache";
                headers.Expires = "0";
            }
            else if (name.EndsWith(".js", StringComparison.Ordinal) || name.EndsWith(".css", StringComparison.Ordinal) || IsIndexJson(name))
            {
                headers.CacheControl = "no-store";
            }
            else if (IsImage(name))
            {
                headers.CacheControl = "public, max-age=86400";
            }

            var type = name.EndsWith(".js", StringComparison.Ordinal) ? "application/javascript; charset=utf-8" : ContentTypes.Of(name);
            return TypedResults.PhysicalFile(file.PhysicalPath, type, lastModified: file.LastModified, enableRangeProcessing: true);
        }
    }

    private static bool IsIndexJson(string name)
    {
        var last = name[(name.LastIndexOf('/') + 1)..];
        return last.StartsWith("index", StringComparison.Ordinal) && last.EndsWith(".json", StringComparison.Ordinal);
    }

    private static bool IsImage(string name) =>
        Path.GetExtension(name).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png" or ".ppm" or ".bmp" or ".pgm" or ".tif" or ".tiff" or ".webp";
}
