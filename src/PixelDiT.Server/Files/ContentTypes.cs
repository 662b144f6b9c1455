using Microsoft.AspNetCore.StaticFiles;

namespace PixelDiT.Server.Files;

/// <summary>Which content type a file is sent with.</summary>
internal static class ContentTypes
{
    /// <summary>What is sent where nothing better is known, and instead of anything a browser could run.</summary>
    public const string Opaque = "application/octet-stream";

    /// <summary>SVG: shown by an image element, run by a page.</summary>
    public const string Svg = "image/svg+xml";

    private static readonly FileExtensionContentTypeProvider ByExtension = new()
    {
        Mappings = { [".glb"] = "model/gltf-binary", [".gltf"] = "model/gltf+json" },
    };

    /// <summary>The type by the name's ending.</summary>
    public static string Of(string name) => ByExtension.TryGetContentType(name, out var type) ? type : Opaque;

    /// <summary>The type of a file that belongs to the server itself, or to a pack: scripts are scripts.</summary>
    public static string OfTrusted(string name) => name.EndsWith(".js", StringComparison.Ordinal) || name.EndsWith(".mjs", StringComparison.Ordinal)
        ? "application/javascript; charset=utf-8"
        : Of(name);

    /// <summary>True for types that a browser, or a program it hands the file to, would run: everything that is not known to be looked at, listened to or read.</summary>
    public static bool IsActive(string type) =>
        !(type is Opaque or "text/plain" or "text/csv" or "text/markdown" or "application/json" or "application/pdf" or "application/zip"
            or "application/gzip" or "application/x-gzip" or "application/x-compressed" or "application/x-tar" or "application/x-7z-compressed"
            || (type.StartsWith("image/", StringComparison.Ordinal) && type != Svg)
            || type.StartsWith("video/", StringComparison.Ordinal)
            || type.StartsWith("audio/", StringComparison.Ordinal)
            || type.StartsWith("model/", StringComparison.Ordinal)
            || type.StartsWith("font/", StringComparison.Ordinal));
}
