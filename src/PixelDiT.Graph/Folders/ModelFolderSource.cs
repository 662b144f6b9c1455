using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Folders;

/// <summary>
/// The files of a model folder as the choices of an input. Derive a class with a parameterless constructor:
/// <c>sealed class LoraFiles() : ModelFolderSource("loras");</c>
/// </summary>
/// <param name="folder">Name of the model folder.</param>
public abstract class ModelFolderSource(string folder) : IChoiceSource
{
    /// <summary>Name of the model folder.</summary>
    public string Folder { get; } = folder;

    /// <inheritdoc />
    public virtual IReadOnlyList<string> GetChoices(NodeServices services) => services.Get<FolderPaths>().ListModels(Folder);

    /// <inheritdoc />
    public virtual string? Describe(NodeServices services) => services.Get<FolderPaths>().DescribeModels(Folder);
}
