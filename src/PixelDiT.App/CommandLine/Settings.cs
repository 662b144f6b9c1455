using System.CommandLine;
using Microsoft.Extensions.Logging;
using PixelDiT.App.Composition;
using PixelDiT.App.Logging;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Packs;
using PixelDiT.Graph.Prompts;
using PixelDiT.Models;
using PixelDiT.Server;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Sockets;

namespace PixelDiT.App.CommandLine;

/// <summary>What the command line asks for, checked.</summary>
internal sealed record Settings
{
    private static readonly string[] PreviewMethods = ["none", "auto", "latent2rgb", "taesd"];

    /// <summary>Where files lie.</summary>
    public required FolderOptions Folders { get; init; }

    /// <summary>Which packs are loaded beside the built-in ones, as far as the command line says; the base directory adds its own.</summary>
    public required PackSearchOptions Packs { get; init; }

    /// <summary>How models compute.</summary>
    public required ComputeFlags Compute { get; init; }

    /// <summary>Which results are kept between prompts.</summary>
    public required CacheChoice Cache { get; init; }

    /// <summary>How many, for <see cref="CacheChoice.Lru"/>.</summary>
    public int CacheSize { get; init; }

    /// <summary>Free memory to be kept, for <see cref="CacheChoice.Default"/>.</summary>
    public required MemoryReserve Reserve { get; init; }

    /// <summary>How long an interrupted job waits for a node that does not stop.</summary>
    public required TimeSpan InterruptGrace { get; init; }

    /// <summary>True leaves prompt and workflow out of images.</summary>
    public required bool DisableMetadata { get; init; }

    /// <summary>True makes previews of jobs that do not say otherwise.</summary>
    public required bool Previews { get; init; }

    /// <summary>Side of the box of previews, in pixels.</summary>
    public required int PreviewSize { get; init; }

    /// <summary>Least important message that is logged.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>How log messages look.</summary>
    public required LogFormat LogFormat { get; init; }

    /// <summary>How large workflows may be.</summary>
    public required PromptLimits PromptLimits { get; init; }

    /// <summary>Where metrics and traces go; null for nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>The server's own settings.</summary>
    public required ServerOptions Server { get; init; }

    /// <summary>True prints the address at start.</summary>
    public required bool PrintServer { get; init; }

    /// <summary>True stops right after the start.</summary>
    public required bool QuickTest { get; init; }

    /// <summary>Flags without effect, one sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Reads a parsed command line.</summary>
    /// <param name="result">The command line; without errors.</param>
    /// <param name="arguments">As it was typed.</param>
    /// <exception cref="UsageException">Something asked for does not exist or excludes something else.</exception>
    public static Settings Read(ParseResult result, IReadOnlyList<string> arguments)
    {
        if (ComfyFlags.Refusals(result).ToList() is { Count: > 0 } refusals)
        {
            throw new UsageException(string.Join('\n', refusals));
        }

        var (cache, cacheSize) = ReadCache(result);
        var server = ReadServer(result, arguments);
        var compute = ReadCompute(result);
        return new Settings
        {
            Folders = ReadFolders(result),
            Packs = ReadPacks(result),
            Compute = compute,
            Cache = cache,
            CacheSize = cacheSize,
            Reserve = ReadReserve(result),
            InterruptGrace = ReadGrace(result),
            DisableMetadata = result.GetValue(Flags.DisableMetadata),
            Previews = ReadPreviews(result),
            PreviewSize = result.GetValue(Flags.PreviewSize) is var size and >= 1 and <= 4096
                ? size
                : throw new UsageException("--preview-size takes a number of pixels from 1 to 4096."),
            LogLevel = ReadLogLevel(result),
            LogFormat = OperationFlags.ReadLogFormat(result),
            PromptLimits = SafetySettings.ReadPromptLimits(result),
            OtlpEndpoint = OperationFlags.ReadOtlpEndpoint(result),
            Server = server,
            PrintServer = !result.GetValue(Flags.DontPrintServer),
            QuickTest = result.GetValue(Flags.QuickTestForCi),
            Notices = [.. ComfyFlags.Notices(result), .. ComputeNotices(compute), .. SafetySettings.Notices(result, server.Security, server.Listen)],
        };
    }

    private static FolderOptions ReadFolders(ParseResult result)
    {
        var usual = Environment.GetEnvironmentVariable("PIXELDIT_BASE_DIRECTORY");
        return new FolderOptions
        {
            BaseDirectory = result.GetValue(Flags.BaseDirectory) ?? (string.IsNullOrEmpty(usual) ? Directory.GetCurrentDirectory() : usual),
            OutputDirectory = result.GetValue(Flags.OutputDirectory),
            InputDirectory = result.GetValue(Flags.InputDirectory),
            TempDirectory = result.GetValue(Flags.TempDirectory),
            UserDirectory = result.GetValue(Flags.UserDirectory),
            ModelsDirectory = result.GetValue(Flags.ModelsDirectory),
            ExtraModelDirectories = [.. (result.GetValue(Flags.ExtraModelPaths) ?? []).SelectMany(ExtraModelPathsFile.Read)],
        };
    }

    private static PackSearchOptions ReadPacks(ParseResult result) => new()
    {
        Named = [.. (result.GetValue(Flags.NodePacks) ?? []).Select(Path.GetFullPath)],
        DisableCustom = result.GetValue(Flags.DisableCustomNodes),
        Whitelist = result.GetValue(Flags.WhitelistCustomNodes) ?? [],
    };

    private static ComputeFlags ReadCompute(ParseResult result)
    {
        RefuseTwo(result, Flags.Fp32Unet, Flags.Bf16Unet, Flags.Fp16Unet);
        RefuseTwo(result, Flags.Fp32TextEncoder, Flags.Bf16TextEncoder);
        return new ComputeFlags
        {
            ForceCpu = result.GetValue(Flags.Cpu),
            ForceFp32 = result.GetValue(Flags.ForceFp32),
            Fp32Unet = result.GetValue(Flags.Fp32Unet),
            Bf16Unet = result.GetValue(Flags.Bf16Unet),
            Fp16Unet = result.GetValue(Flags.Fp16Unet),
            Fp32TextEncoder = result.GetValue(Flags.Fp32TextEncoder),
            Bf16TextEncoder = result.GetValue(Flags.Bf16TextEncoder),
        };
    }

    // Without --cpu it depends on the GPU, for which the tensor library would have to be loaded: then the first model that is loaded tells.
    private static IReadOnlyList<string> ComputeNotices(ComputeFlags flags) => flags is { ForceCpu: true, Fp16Unet: true } ? ComputePolicy.Create(flags).Notices : [];

    private static (CacheChoice Choice, int Size) ReadCache(ParseResult result)
    {
        var size = result.GetValue(Flags.CacheLru);
        var given = new Option[] { Flags.CacheRam, Flags.CacheClassic, Flags.CacheLru, Flags.CacheNone }.Count(o => result.GetResult(o) is { Implicit: false });
        if (given > 1)
        {
            throw new UsageException("--cache-ram, --cache-classic, --cache-lru and --cache-none exclude each other: give one of them.");
        }

        return size switch
        {
            < 0 => throw new UsageException("--cache-lru takes a number of results, 0 or more."),
            > 0 => (CacheChoice.Lru, size.Value),
            // ComfyUI's default for N is 0 and means: not asked for.
            _ when result.GetValue(Flags.CacheClassic) => (CacheChoice.Classic, 0),
            _ when result.GetValue(Flags.CacheNone) => (CacheChoice.None, 0),
            _ => (CacheChoice.Default, 0),
        };
    }

    private static MemoryReserve ReadReserve(ParseResult result)
    {
        var values = (result.GetValue(Flags.CacheRam) ?? []).Select(Bytes).ToList();
        return new MemoryReserve(values.Count > 0 ? values[0] : null, values.Count > 1 ? values[1] : null);

        static long Bytes(double gigabytes) => gigabytes is >= 0 and <= 1 << 20
            ? (long)(gigabytes * (1 << 30))
            : throw new UsageException("--cache-ram takes one or two numbers of GB from 0 to 1048576.");
    }

    private static TimeSpan ReadGrace(ParseResult result) => result.GetValue(Flags.InterruptGrace) is var seconds and >= 0 and <= 86400
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException("--interrupt-grace takes a number of seconds from 0 to 86400.");

    private static bool ReadPreviews(ParseResult result)
    {
        var method = result.GetValue(Flags.PreviewMethod)!;
        return PreviewMethods.Contains(method)
            ? method != "none"
            : throw new UsageException($"--preview-method takes one of {string.Join(", ", PreviewMethods)}, not '{method}'.");
    }

    private static LogLevel ReadLogLevel(ParseResult result)
    {
        if (result.GetResult(Flags.Verbose) is not { Implicit: false })
        {
            return LogLevel.Information;
        }

        var values = result.GetValue(Flags.Verbose) ?? [];
        if (values.Length > 1)
        {
            throw new UsageException("--verbose LEVEL FILE: logging to a file is not supported here; send the output there instead.");
        }

        return values.FirstOrDefault("DEBUG").ToUpperInvariant() switch
        {
            "DEBUG" => LogLevel.Debug,
            "INFO" => LogLevel.Information,
            "WARNING" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            "CRITICAL" => LogLevel.Critical,
            var other => throw new UsageException($"--verbose takes DEBUG, INFO, WARNING, ERROR or CRITICAL, not '{other}'."),
        };
    }

    private static ServerOptions ReadServer(ParseResult result, IReadOnlyList<string> arguments)
    {
        var port = result.GetValue(Flags.Port);
        if (port is < 0 or > 65535)
        {
            throw new UsageException("--port takes a number from 0 to 65535.");
        }

        var megabytes = result.GetValue(Flags.MaxUploadSize);
        if (!(megabytes > 0 && megabytes <= 1 << 20))
        {
            throw new UsageException("--max-upload-size takes a number of MB above 0, at most 1048576.");
        }

        var frontEnd = result.GetValue(Flags.FrontEndRoot);
        if (frontEnd is not null && !File.Exists(Path.Combine(frontEnd, "index.html")))
        {
            throw new UsageException($"--front-end-root: there is no index.html in '{Path.GetFullPath(frontEnd)}'; give the directory of a built front end.");
        }

        var listen = ListenAddresses.Read(OptionalValue(result, Flags.Listen, absent: "127.0.0.1", bare: "0.0.0.0,::")!);
        return new ServerOptions
        {
            Listen = listen,
            StopGrace = OperationFlags.ReadStopGrace(result),
            Security = SafetySettings.Read(result, listen),
            Webhooks = SafetySettings.ReadWebhooks(result),
            Sockets = new SocketOptions { MaxConnections = SafetySettings.ReadMaxSockets(result, new SocketOptions().MaxConnections) },
            Port = port,
            CorsOrigin = OptionalValue(result, Flags.EnableCorsHeader, absent: null, bare: "*"),
            MaxUploadBytes = (long)(megabytes * (1 << 20)),
            FrontEndRoot = frontEnd is null ? null : Path.GetFullPath(frontEnd),
            MultiUser = result.GetValue(Flags.MultiUser),
            OutputRetention = ReadRetention(result),
            PreviewsByDefault = ReadPreviews(result),
            PreviewBytesPerSecond = result.GetValue(Flags.PreviewBandwidth) is var mebibytes and >= 0 and <= 1 << 20
                ? (long)(mebibytes * (1 << 20))
                : throw new UsageException("--preview-bandwidth takes a number of MiB a second from 0 to 1048576."),
            Jobs = ReadJobs(result),
            CommandLine = ["pixeldit", .. arguments],
        };
    }

    private static string? UsualJobStore => Environment.GetEnvironmentVariable(Flags.JobStoreVariable) is { Length: > 0 } usual ? usual : null;

    private static JobStoreOptions ReadJobs(ParseResult result)
    {
        const int most = 10_000_000;
        return new JobStoreOptions
        {
            File = (result.GetValue(Flags.JobStore) ?? UsualJobStore) switch
            {
                null => Path.Combine(Path.GetFullPath(ReadFolders(result).BaseDirectory), "pixeldit", "jobs.db"),
                "memory" => null,
                "" => throw new UsageException("--job-store takes a file, or 'memory'."),
                var file => Path.GetFullPath(file),
            },
            MaxPending = Count(Flags.MaxQueue),
            MaxHistory = Count(Flags.MaxHistory),
            MaxPendingBytes = Megabytes(Flags.MaxQueueSize),
            MaxHistoryBytes = Megabytes(Flags.MaxHistorySize),
            MaxHistoryAge = result.GetValue(Flags.MaxHistoryAge) switch
            {
                null => null,
                > 0 and <= 36500 and var days => TimeSpan.FromDays(days),
                _ => throw new UsageException("--max-history-age takes a number of days above 0, at most 36500."),
            },
        };

        long Megabytes(Option<double> option) => result.GetValue(option) is var megabytes and >= 1 and <= 1 << 20
            ? (long)(megabytes * (1 << 20))
            : throw new UsageException($"{option.Name} takes a number of MB from 1 to 1048576.");

        int Count(Option<int> option) => result.GetValue(option) is var count and >= 1 and <= most
            ? count
            : throw new UsageException($"{option.Name} takes a number from 1 to {most}.");
    }

    private static TimeSpan? ReadRetention(ParseResult result) => result.GetValue(Flags.OutputRetentionDays) switch
    {
        null => null,
        var days and >= 1.0 / 24 and <= 36500 => TimeSpan.FromDays(days.Value),
        _ => throw new UsageException("--output-retention-days takes a number of days, at least an hour (0.042) and at most 36500."),
    };

    private static string? OptionalValue(ParseResult result, Option<string?> option, string? absent, string bare) =>
        result.GetResult(option) is not { Implicit: false } given ? absent : given.Tokens.Count == 0 ? bare : result.GetValue(option);

    private static void RefuseTwo(ParseResult result, params Option<bool>[] options)
    {
        var given = options.Where(o => result.GetValue(o)).Select(o => o.Name).ToList();
        if (given.Count > 1)
        {
            throw new UsageException($"{string.Join(" and ", given)} exclude each other: give one of them.");
        }
    }
}

/// <summary>Which node results are kept between prompts (protocol §6.10).</summary>
internal enum CacheChoice
{
    /// <summary>As many as memory allows (<c>--cache-ram</c>).</summary>
    Default,

    /// <summary>Those of the last prompt.</summary>
    Classic,

    /// <summary>The ones used last.</summary>
    Lru,

    /// <summary>None.</summary>
    None,
}
