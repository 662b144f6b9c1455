using Microsoft.AspNetCore.Http.Metadata;

namespace PixelDiT.Server.Http;

/// <summary>A limit of a route's own for the bodies it reads; the server's limit counts as well.</summary>
/// <param name="bytes">The limit.</param>
internal sealed class BodyLimit(long bytes) : IRequestSizeLimitMetadata
{
    /// <summary>For a few short fields.</summary>
    public const long Small = 64 << 10;

    /// <summary>For settings, which keep lists and colour schemes.</summary>
    public const long Settings = 4 << 20;

    /// <inheritdoc />
    public long? MaxRequestBodySize => bytes;
}
