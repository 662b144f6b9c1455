using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.Core.Loaders;

/// <summary>The files of a model folder as choices, and finding them again.</summary>
internal abstract class ModelFiles(string folder) : IChoiceSource
{
    /// <inheritdoc />
    public IReadOnlyList<string> GetChoices(NodeServices services) => services.Get<FolderPaths>().ListModels(folder);

    /// <inheritdoc />
    public string? Describe(NodeServices services) => services.Get<FolderPaths>().DescribeModels(folder);

    /// <summary>Full path of a file of a model folder.</summary>
    /// <exception cref="FileNotFoundException">It is not there; the message lists near names.</exception>
    public static string Require(NodeServices services, string folder, string name)
    {
        var folders = services.Get<FolderPaths>();
        if (folders.FindModel(folder, name) is { } path)
        {
            return path;
        }
        var near = NearNames.Of(name, folders.ListModels(folder));
        throw new FileNotFoundException(
            $"There is no model '{name}' in {folders.DescribeModels(folder)}. "
            + (near.Count > 0 ? $"Near names: {string.Join(", ", near)}." : "Put the file there and refresh the node definitions."),
            name);
    }
}
