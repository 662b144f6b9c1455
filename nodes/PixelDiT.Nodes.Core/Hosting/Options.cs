namespace PixelDiT.Nodes.Core.Hosting;

/// <summary>How images are saved.</summary>
public sealed record SaveOptions
{
    /// <summary>True leaves the prompt and the workflow out of saved images (<c>--disable-metadata</c>). Default false.</summary>
    public bool DisableMetadata { get; init; }
}

/// <summary>How pictures of work in progress are made.</summary>
public sealed record PreviewOptions
{
    /// <summary>Longest side of a preview in pixels; larger pictures are scaled down. Default 512, at least 1.</summary>
    public int MaxSize { get; init; } = 512;

    /// <summary>JPEG quality, 1…100. Default 95.</summary>
    public int Quality { get; init; } = 95;
}
