using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Packs;

/// <summary>
/// Implemented by a class of a pack (with a parameterless constructor) that wants to add services of its own, built from the host's. It runs once, when the
/// pack is loaded and before its node classes are read. When it throws, none of the pack's nodes are offered.
/// </summary>
public interface IPackStartup
{
    /// <summary>Adds services to <see cref="PackStart.Services"/>. The server does not answer yet: leave long work to the first use.</summary>
    /// <param name="start">What the host says.</param>
    void Start(PackStart start);
}

/// <summary>What a pack is told when it is loaded.</summary>
/// <param name="Services">
/// The host's services: <see cref="Folders.FolderPaths"/>, <see cref="HostOptions"/> and <see cref="TimeProvider"/> in every host; the <c>pixeldit</c>
/// executable adds its <c>ModelRegistry</c> and a <c>Func&lt;ComputePolicy&gt;</c>. Those of packs loaded earlier are there too.
/// </param>
/// <param name="Folder">The folder of the pack's assembly, a full path: where files that came with it lie.</param>
/// <param name="Logger">The pack's log.</param>
public sealed record PackStart(NodeServices Services, string Folder, ILogger Logger);

/// <summary>What the user asked of all nodes, whichever pack they come from.</summary>
public sealed record HostOptions
{
    /// <summary>True leaves the prompt and the workflow out of saved images (<c>--disable-metadata</c>). Default false.</summary>
    public bool DisableMetadata { get; init; }

    /// <summary>Side in pixels of the box that previews are scaled to, up or down (<c>--preview-size</c>). Default 512.</summary>
    public int PreviewSize { get; init; } = 512;
}
