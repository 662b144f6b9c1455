using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Packs;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Validation;
using PixelDiT.Imaging;
using PixelDiT.Server.Devices;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Logs;

namespace PixelDiT.Server.Hosting;

/// <summary>What the host gives the server: everything that knows nodes, files and devices.</summary>
public sealed record ServerParts
{
    /// <summary>The node classes.</summary>
    public required NodeRegistry Registry { get; init; }

    /// <summary>The packs that they come from, and those that could not be loaded. Default: none.</summary>
    public IReadOnlyList<LoadedPack> Packs { get; init; } = [];

    /// <summary>What nodes may use.</summary>
    public required NodeServices Services { get; init; }

    /// <summary>Where files lie.</summary>
    public required FolderPaths Folders { get; init; }

    /// <summary>How large workflows may be. Default <see cref="PromptLimits.Default"/>.</summary>
    public PromptLimits PromptLimits { get; init; } = PromptLimits.Default;

    /// <summary>Judges prompts; with the same limits.</summary>
    public required PromptValidator Validator { get; init; }

    /// <summary>Runs jobs; one per device.</summary>
    public required IJobExecutor Executor { get; init; }

    /// <summary>Device facts. Default: the CPU.</summary>
    public IDeviceInfo Devices { get; init; } = new CpuDeviceInfo();

    /// <summary>The last log messages, for the log panel of front ends: a provider of the factory that the host logs through. Default: one that hears nothing.</summary>
    public LogHistory Log { get; init; } = new();

    /// <summary>Which files in the output folder this server wrote; needed for <see cref="ServerOptions.OutputRetention"/>. Default null: not known.</summary>
    public SavedFileLedger? SavedFiles { get; init; }

    /// <summary>Drops every loaded model; called on the worker's thread, between jobs. Default: there are none.</summary>
    public Action UnloadModels { get; init; } = () => { };

    /// <summary>
    /// Prepares what the first job needs, such as loading libraries; called once, on a thread of its own, when the first client opens a
    /// socket or submits a prompt: a server that nobody uses stays small. Default: nothing.
    /// </summary>
    public Action WarmUp { get; init; } = () => { };
}
