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

    /// <summary>True for types that a browser would run in the server's own origin.</summary>
    public static bool IsActive(string type) =>
        type is "text/html" or "text/css" || type.Contains("javascript", StringComparison.Ordinal) || type.Contains("ecmascript", StringComparison.Ordinal)
        || type.EndsWith("xml", StringComparison.Ordinal);
}
