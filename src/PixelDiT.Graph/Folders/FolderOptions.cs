namespace PixelDiT.Graph.Folders;

/// <summary>Where files lie. Paths may be relative to the working directory; the folders need not exist yet.</summary>
public sealed record FolderOptions
{
    /// <summary>The directory under which everything else lies by default (ComfyUI: <c>--base-directory</c>).</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Directory of results. Default: <c>output</c> in the base directory.</summary>
    public string? OutputDirectory { get; init; }

    /// <summary>Directory of uploads. Default: <c>input</c> in the base directory.</summary>
    public string? InputDirectory { get; init; }

    /// <summary>Parent of the directory of passing files; <c>temp</c> is added, as ComfyUI does. Default: the base directory.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>Directory of settings and saved workflows. Default: <c>user</c> in the base directory.</summary>
    public string? UserDirectory { get; init; }

    /// <summary>Directory of the model folders. Default: <c>models</c> in the base directory.</summary>
    public string? ModelsDirectory { get; init; }

    /// <summary>Further directories by model folder name (ComfyUI: <c>--extra-model-paths-config</c>), searched after the built-in ones. Default none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ExtraModelDirectories { get; init; } = [];
}
