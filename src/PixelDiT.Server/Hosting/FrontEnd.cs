using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using PixelDiT.Server.Files;
using PixelDiT.Server.FrontEndSupport;
using PixelDiT.Server.Http;
using PixelDiT.Server.Info;

namespace PixelDiT.Server.Hosting;

/// <summary>Serves a built front end (protocol §1), and what packs add to it.</summary>
internal static class FrontEnd
{
    /// <summary>Maps <c>/</c> and every path that no other route takes.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="directory">Directory of the front end; null for a plain page at <c>/</c> and nothing else.</param>
    public static void MapFrontEnd(this IEndpointRouteBuilder routes, string? directory)
    {
        var root = directory is null ? null : new PhysicalFileProvider(directory);
        routes.MapMethods("/extensions/{pack}/{**name}", ApiRoutes.Read, GetScript);
        routes.MapMethods("/{**path}", ApiRoutes.Read, GetFile);
        if (root is null)
        {
            routes.MapStartPage();
        }

        Results<SentFile, NotFound> GetScript(string pack, string? name, PackFiles packs) =>
            packs.FindWebFile(pack, name ?? "") is { } path ? Send(path) : Find($"extensions/{pack}/{name}");

        Results<SentFile, NotFound> GetFile(HttpContext context, string? path)
        {
            if (!string.IsNullOrEmpty(path))
            {
                return Find(path);
            }

            context.Response.Headers.CacheControl = "no-store, must-revalidate";
            context.Response.Headers.Pragma = "no-cache";
            context.Response.Headers.Expires = "0";
            return Find("index.html");
        }

        // "name/" finds the file "name", which cannot be opened like that.
        Results<SentFile, NotFound> Find(string name) =>
            !name.EndsWith('/') && root?.GetFileInfo(name) is { Exists: true, IsDirectory: false, PhysicalPath: { } path } ? Send(path) : TypedResults.NotFound();
    }

    private static SentFile Send(string path) => new(path, ContentTypes.OfTrusted(path));
}
