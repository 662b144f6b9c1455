namespace PixelDiT.Graph.Packs;

/// <summary>Where packs are looked for. Paths are full.</summary>
public sealed record PackSearchOptions
{
    /// <summary>Folder of the packs that come with the executable; null for none. Default null.</summary>
    public string? BuiltIn { get; init; }

    /// <summary>Folders of pack folders that need not exist (ComfyUI: <c>custom_nodes</c>). Default none.</summary>
    public IReadOnlyList<string> Usual { get; init; } = [];

    /// <summary>Folders that somebody named: each a folder of pack folders, or a pack folder itself. Default none.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];

    /// <summary>True leaves out all but the built-in packs and those of <see cref="Whitelist"/> (<c>--disable-all-custom-nodes</c>). Default false.</summary>
    public bool DisableCustom { get; init; }

    /// <summary>Folder names that <see cref="DisableCustom"/> does not concern (<c>--whitelist-custom-nodes</c>). Default none.</summary>
    public IReadOnlyList<string> Whitelist { get; init; } = [];
}
