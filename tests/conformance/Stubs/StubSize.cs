namespace PixelDiT.Conformance.Stubs;

/// <summary>The limits that the stubs declare for sizes, in pixels.</summary>
internal static class StubSize
{
    /// <summary>Default height and width.</summary>
    public const long Side = 512;

    /// <summary>Greatest height, and greatest batch.</summary>
    public const long Most = 1024L * 1024 * 1024;

    /// <summary>Greatest width.</summary>
    public const long MostAcross = 64 * Most;
}
