using Microsoft.Extensions.Logging;
using PixelDiT.App.CommandLine;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Packs;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Validation;
using PixelDiT.Imaging;
using PixelDiT.Models;
using PixelDiT.Torch;

namespace PixelDiT.App.Composition;

/// <summary>The parts that run workflows, put together as the command line asks; what serving and running have in common.</summary>
internal sealed class NodeHost
{
    private readonly ModelRegistry _models = new();

    /// <summary>Puts the parts together; loads no tensor library and no codec.</summary>
    /// <param name="settings">What the command line asks for.</param>
    /// <param name="loggers">Where logs go.</param>
    public NodeHost(Settings settings, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<NodeHost>();
        Folders = new FolderPaths(settings.Folders);
        Services
            .Add(Folders)
            .Add(_models)
            .Add<Func<ComputePolicy>>(() => DecidePolicy(settings.Compute, logger))
            .Add(new HostOptions { DisableMetadata = settings.DisableMetadata, PreviewSize = settings.PreviewSize })
            .Add(new NodeReplacements())
            .Add(settings.Server.Security.Images)
            .Add(TimeProvider.System);
        if (settings.Server.OutputRetention is not null)
        {
            // Without retention no account is kept.
            SavedFiles = new SavedFileLedger(Path.Combine(Folders.Base, "pixeldit", "saved-files.jsonl"), Folders.Output, e => Log.LedgerFault(logger, e.Message));
            Services.Add(SavedFiles);
        }

        Packs = new PackLoader(Registry, Services, loggers).Load(new PackFinder(Search(settings), loggers.CreateLogger<PackFinder>()).Find());

        Validator = new PromptValidator(Registry, Services, settings.PromptLimits);
        Executor = new GraphExecutor(Registry, Services, new ExecutorOptions
        {
            Cache = MakeCache(settings),
            InterruptGrace = settings.InterruptGrace,
            Loggers = loggers,
            IsOutOfMemory = IsOutOfMemory,
            OutOfMemory = _ =>
            {
                Log.OutOfMemory(logger);
                UnloadModels();
            },
        });
    }

    /// <summary>Where files lie.</summary>
    public FolderPaths Folders { get; }

    /// <summary>The node classes.</summary>
    public NodeRegistry Registry { get; } = new();

    /// <summary>The packs that were found, also those that could not be loaded.</summary>
    public IReadOnlyList<LoadedPack> Packs { get; }

    /// <summary>What nodes may use.</summary>
    public NodeServices Services { get; } = new();

    /// <summary>Judges prompts.</summary>
    public PromptValidator Validator { get; }

    /// <summary>Runs them.</summary>
    public GraphExecutor Executor { get; }

    /// <summary>Which outputs were written here; null unless old ones are to be deleted.</summary>
    public SavedFileLedger? SavedFiles { get; }

    /// <summary>Drops every loaded model.</summary>
    public void UnloadModels() => _models.UnloadAll();

    /// <summary>Loads the tensor library and the codecs, which the first job would otherwise wait for.</summary>
    public static void WarmUp()
    {
        TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
        ImagingRuntime.WarmUp();
    }

    private PackSearchOptions Search(Settings settings) => settings.Packs with
    {
        BuiltIn = Path.Combine(AppContext.BaseDirectory, "nodes"),
        // The first one is the base directory's own, which need not exist; the others come from --extra-model-paths-config.
        Usual = [Path.Combine(Folders.Base, "custom_nodes")],
        Named = [.. Folders.FindFolder("custom_nodes")!.Directories.Skip(1), .. settings.Packs.Named],
    };

    private static bool IsOutOfMemory(Exception e) => TorchErrors.IsOutOfMemory(e) || e is ImageException { Failure: ImageFailure.OutOfMemory };

    private static ComputePolicy DecidePolicy(ComputeFlags flags, ILogger logger)
    {
        var policy = ComputePolicy.Create(flags);
        Log.Policy(logger, policy.Device.ToString(), policy.NetworkType.ToString(), policy.TextEncoderType.ToString());
        // With --cpu they were said at the start.
        foreach (var notice in flags.ForceCpu ? [] : policy.Notices)
        {
            Log.Notice(logger, notice);
        }

        return policy;
    }

    private static IOutputCache MakeCache(Settings settings) => settings.Cache switch
    {
        CacheChoice.Classic => new ClassicCache(),
        CacheChoice.Lru => new LruCache(settings.CacheSize),
        CacheChoice.None => new NoneCache(),
        _ => new PressureCache(MemoryWatch.OfThisMachine(settings.Reserve).Look),
    };
}
