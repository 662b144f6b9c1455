using System.Security.Cryptography;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>The file behind an annotated name (protocol §9.4).</summary>
internal static class InputFile
{
    /// <summary>Null when the file exists inside its folder, else what is wrong. A name that comes over a link is null here and judged when the node runs.</summary>
    public static string? Validate(NodeServices services, string? name) =>
        name is null || Find(services, name) is not null ? null : $"Invalid image file: {name}";

    /// <summary>Pixels of all frames, upright.</summary>
    public static DecodedImage Decode(NodeServices services, string name) => ImageDecoder.Decode(Require(services, name), services.Find<ImageLimits>());

    /// <summary>Lower-case hexadecimal SHA-256 of the file's content.</summary>
    public static string Sha256(NodeServices services, string name)
    {
        using var stream = File.OpenRead(Require(services, name));
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string Require(NodeServices services, string name) =>
        Find(services, name) ?? throw new FileNotFoundException($"There is no image '{name}' in the input folder {services.Get<FolderPaths>().Input}.", name);

    private static string? Find(NodeServices services, string name) =>
        services.Get<FolderPaths>().ResolveAnnotated(name) is { } path && File.Exists(path) ? path : null;
}

/// <summary>The image files that lie directly in the input folder, sorted.</summary>
internal sealed class InputImages : IChoiceSource
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".apng", ".jpg", ".jpeg", ".jfif", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".jxl", ".pbm", ".pgm", ".ppm", ".pnm",
    };

    /// <inheritdoc />
    public IReadOnlyList<string> GetChoices(NodeServices services)
    {
        var input = new DirectoryInfo(services.Get<FolderPaths>().Input);
        return input.Exists
            ? [.. input.EnumerateFiles().Where(f => Extensions.Contains(f.Extension)).Select(f => f.Name).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <inheritdoc />
    public string? Describe(NodeServices services) => $"folder {services.Get<FolderPaths>().Input}";
}
