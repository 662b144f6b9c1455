using System.Reflection;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Imaging;
using PixelDiT.Models;

namespace PixelDiT.Nodes.Core.Hosting;

/// <summary>ComfyUI's own nodes that PixelDiT workflows use, and what they need of a host.</summary>
public static class CorePack
{
    /// <summary>The <c>python_module</c> of nodes that name none.</summary>
    public const string Module = "nodes";

    /// <summary>The assembly with the node classes.</summary>
    public static Assembly Assembly => typeof(CorePack).Assembly;

    /// <summary>Adds the node classes to a registry.</summary>
    /// <param name="registry">The registry.</param>
    /// <returns>What was added and what was not.</returns>
    public static NodePack AddTo(NodeRegistry registry) => registry.AddPack(Assembly, Module);
}

/// <summary>What this pack's nodes need of a host, registered in one call.</summary>
public sealed record CoreServices
{
    /// <summary>Where files lie.</summary>
    public required FolderPaths Folders { get; init; }

    /// <summary>Device and element types of models; asked once, when a model is first named. Default: the machine's.</summary>
    public Func<ComputePolicy> Policy { get; init; } = () => ComputePolicy.Default;

    /// <summary>Keeps the models; the host frees them through it. Default: a new one.</summary>
    public ModelRegistry Models { get; init; } = new();

    /// <summary>How images are saved.</summary>
    public SaveOptions Save { get; init; } = new();

    /// <summary>How previews are made.</summary>
    public PreviewOptions Preview { get; init; } = new();

    /// <summary>The clock for file names. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Remembers which outputs were written here, so that old ones can be deleted. Default null: nothing does.</summary>
    public SavedFileLedger? SavedFiles { get; init; }

    /// <summary>Adds everything to a host's services.</summary>
    /// <param name="services">The host's services.</param>
    /// <returns>The same object, so that calls chain.</returns>
    public NodeServices AddTo(NodeServices services) => services
        .Add(Folders)
        .Add(new ModelStore(Policy, Models))
        .Add(Models)
        .Add(Save)
        .Add(Preview)
        .Add(new ImageFolders(Folders, Time, SavedFiles));
}
