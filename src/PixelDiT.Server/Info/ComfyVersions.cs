namespace PixelDiT.Server.Info;

/// <summary>The versions whose behaviour this server has; front ends compare them.</summary>
internal static class ComfyVersions
{
    /// <summary>ComfyUI.</summary>
    public const string Server = "0.33.0";

    /// <summary>The front end that this ComfyUI asks for.</summary>
    public const string Frontend = "1.49.6";

    /// <summary>The templates that this ComfyUI asks for.</summary>
    public const string Templates = "0.11.44";
}
