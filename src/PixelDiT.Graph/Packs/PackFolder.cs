using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Packs;

/// <summary>A folder that holds a pack, or should.</summary>
/// <param name="Path">The folder, a full path without a separator at its end.</param>
/// <param name="Source">Whose pack it is.</param>
public sealed record PackFolder(string Path, PackSource Source)
{
    /// <summary>The folder's name, which is the pack's.</summary>
    public string Name { get; } = System.IO.Path.GetFileName(Path);

    /// <summary>Why nothing can be loaded from it, known already; null when there is no reason. Default null.</summary>
    public PackFault? Fault { get; init; }

    /// <summary>The <c>python_module</c> of the pack's nodes unless they name their own.</summary>
    public string Module => Source == PackSource.BuiltIn ? "nodes" : $"custom_nodes.{Name}";
}
