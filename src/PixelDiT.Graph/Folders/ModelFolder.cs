namespace PixelDiT.Graph.Folders;

/// <summary>A named kind of model file and where such files lie.</summary>
/// <param name="Name">The name clients use, for example <c>diffusion_models</c>.</param>
/// <param name="Directories">Full paths, searched in order; they need not exist.</param>
/// <param name="Extensions">Accepted file name endings with their dot, in lower case; empty accepts every file.</param>
public sealed record ModelFolder(string Name, IReadOnlyList<string> Directories, IReadOnlyList<string> Extensions)
{
    internal static readonly string[] Weights = [".ckpt", ".pt", ".pt2", ".bin", ".pth", ".safetensors", ".pkl", ".sft"];

    /// <summary>True when a file of this name belongs to the folder.</summary>
    /// <param name="fileName">A file name, with or without directories.</param>
    public bool Accepts(string fileName) =>
        Extensions.Count == 0 || Extensions.Contains(Path.GetExtension(fileName).ToLowerInvariant());
}
