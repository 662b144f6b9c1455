using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Packs;

/// <summary>A pack as it was found and loaded: <c>GET /api/pixeldit/packs</c> shows it.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Version">Version of its assembly; null when that could not be read.</param>
/// <param name="Module">The <c>python_module</c> of its nodes unless they name their own.</param>
/// <param name="Path">Its folder, a full path.</param>
/// <param name="Source">Whose it is.</param>
/// <param name="Nodes">The node classes that can be used.</param>
/// <param name="Faults">What cannot be used, and why; empty when all is well.</param>
/// <param name="LoadTime">How long loading took.</param>
public sealed record LoadedPack(
    string Name,
    string? Version,
    string Module,
    string Path,
    PackSource Source,
    IReadOnlyList<NodeDeclaration> Nodes,
    IReadOnlyList<PackFault> Faults,
    TimeSpan LoadTime);

/// <summary>Whose pack it is.</summary>
public enum PackSource
{
    /// <summary>Came with the executable; its ids win over those of others.</summary>
    BuiltIn,

    /// <summary>Anyone's.</summary>
    Custom,
}
