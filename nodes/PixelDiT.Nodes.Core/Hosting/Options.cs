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
    /// <summary>Side in pixels of the box that previews are scaled to, up or down (<c>--preview-size</c>). Default 512; 0 keeps the picture's size.</summary>
    public int Box { get; init; } = 512;
}
