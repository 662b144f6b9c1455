using System.CommandLine;

namespace PixelDiT.App.CommandLine;

/// <summary>ComfyUI's flags with ComfyUI's meaning (its <c>--help</c>, version 0.33.0), as far as they are honoured here.</summary>
internal static class Flags
{
    /// <summary>Environment variable that stands for <see cref="JobStore"/> where that is not given: for start scripts that cannot change the command line.</summary>
    public const string JobStoreVariable = "PIXELDIT_JOB_STORE";

    // Where files lie; also for `run`.
    public static readonly Option<string?> BaseDirectory = Directory("--base-directory", "Directory that holds models, input, output, temp and user");
    public static readonly Option<string?> OutputDirectory = Directory("--output-directory", "Directory of results; default: output in the base directory");
    public static readonly Option<string?> InputDirectory = Directory("--input-directory", "Directory of uploads; default: input in the base directory");
    public static readonly Option<string?> TempDirectory = Directory("--temp-directory", "Parent of the directory 'temp' of passing files, which is emptied at start and stop; default: the base directory");
    public static readonly Option<string?> UserDirectory = Directory("--user-directory", "Directory of settings and saved workflows; default: user in the base directory");
    public static readonly Option<string?> ModelsDirectory = Directory("--models-directory", "Directory of the model folders; default: models in the base directory");
    public static readonly Option<string[]> ExtraModelPaths =
        Several("--extra-model-paths-config", "PATH", "YAML files that name further model and custom_nodes directories, as ComfyUI's extra_model_paths.yaml");

    // Which node packs there are; also for `run`.
    public static readonly Option<string[]> NodePacks = Several("--node-packs", "PATH", "Further node packs: folders of packs, or a pack's own folder; may be repeated");
    public static readonly Option<bool> DisableCustomNodes = Shared("--disable-all-custom-nodes", "Load none but the built-in packs");
    public static readonly Option<string[]> WhitelistCustomNodes = Several("--whitelist-custom-nodes", "NAME", "Folders of packs to load although --disable-all-custom-nodes is given");

    // How models compute; also for `run`.
    public static readonly Option<bool> Cpu = Shared("--cpu", "Use the CPU even where there is a GPU");
    public static readonly Option<bool> ForceFp32 = Shared("--force-fp32", "Compute in float32");
    public static readonly Option<bool> Fp32Unet = Shared("--fp32-unet", "Run the diffusion model in float32");
    public static readonly Option<bool> Bf16Unet = Shared("--bf16-unet", "Run the diffusion model in bfloat16");
    public static readonly Option<bool> Fp16Unet = Shared("--fp16-unet", "Run the diffusion model in float16 (GPU only)");
    public static readonly Option<bool> Fp32TextEncoder = Shared("--fp32-text-enc", "Run the text encoder in float32");
    public static readonly Option<bool> Bf16TextEncoder = Shared("--bf16-text-enc", "Run the text encoder in bfloat16");

    // What nodes do; also for `run`.
    public static readonly Option<bool> CacheClassic = Shared("--cache-classic", "Keep the results of the last prompt only");
    public static readonly Option<int?> CacheLru = new("--cache-lru") { Description = "Keep the results of the N nodes used last", HelpName = "N", Recursive = true };
    public static readonly Option<bool> CacheNone = Shared("--cache-none", "Keep no results between prompts");
    public static readonly Option<double[]> CacheRam = new("--cache-ram")
    {
        Description = "Keep results while memory allows (the default). The first number is the free memory in GB below which results in use go, "
            + "by default a tenth of the memory (2 to 10 GB); the second that below which the others go, by default a quarter",
        HelpName = "GB [GB]", Arity = new ArgumentArity(0, 2), AllowMultipleArgumentsPerToken = true, Recursive = true,
    };
    public static readonly Option<double> InterruptGrace = new("--interrupt-grace")
    {
        Description = "How long an interrupted job waits for a node that does not stop", HelpName = "SECONDS", DefaultValueFactory = _ => 30, Recursive = true,
    };
    public static readonly Option<bool> DisableMetadata = Shared("--disable-metadata", "Do not write prompt and workflow into saved images");
    public static readonly Option<string> PreviewMethod = new("--preview-method")
    {
        Description = "Previews of the image in progress: none, or auto, latent2rgb, taesd (all the same here: the model works in pixels)",
        HelpName = "METHOD", DefaultValueFactory = _ => "none", Recursive = true,
    };
    public static readonly Option<int> PreviewSize = new("--preview-size")
    {
        Description = "Side of the square that previews are scaled to fit", HelpName = "PIXELS", DefaultValueFactory = _ => 512, Recursive = true,
    };
    public static readonly Option<double> PreviewBandwidth = new("--preview-bandwidth")
    {
        Description = "Most MiB of previews sent in a second to all clients together; beyond it pictures are passed over, so that many clients do not slow the sampler. 0: no bound",
        HelpName = "MIB", DefaultValueFactory = _ => 32,
    };
    public static readonly Option<string[]> Verbose = new("--verbose")
    {
        Description = "Log level: DEBUG (when no level is given), INFO, WARNING, ERROR, CRITICAL",
        HelpName = "LEVEL", Arity = new ArgumentArity(0, 2), AllowMultipleArgumentsPerToken = true, Recursive = true,
    };

    // The server.
    public static readonly Option<string?> Listen = new("--listen")
    {
        Description = "Addresses to listen on, separated by commas; without a value all IPv4 and IPv6 addresses; default 127.0.0.1",
        HelpName = "ADDR,..", Arity = ArgumentArity.ZeroOrOne,
    };
    public static readonly Option<int> Port = new("--port") { Description = "Port to listen on; 0 takes a free one", HelpName = "PORT", DefaultValueFactory = _ => 8188 };
    public static readonly Option<string?> EnableCorsHeader = new("--enable-cors-header")
    {
        Description = "Open the server to pages of this origin; without a value to those of any", HelpName = "ORIGIN", Arity = ArgumentArity.ZeroOrOne,
    };
    public static readonly Option<double> MaxUploadSize = new("--max-upload-size")
    {
        Description = "Largest request body in MB", HelpName = "MB", DefaultValueFactory = _ => 100,
    };
    public static readonly Option<string?> FrontEndRoot = new("--front-end-root") { Description = "Directory of a built ComfyUI front end to serve", HelpName = "DIRECTORY" };
    public static readonly Option<string?> JobStore = new("--job-store")
    {
        Description = "File that keeps queue and history over a restart, or 'memory' for neither; default pixeldit/jobs.db in the base directory, "
            + $"or what the environment variable {JobStoreVariable} says",
        HelpName = "FILE",
    };
    public static readonly Option<int> MaxQueue = new("--max-queue") { Description = "Most waiting jobs; further ones are refused", HelpName = "N", DefaultValueFactory = _ => 10_000 };
    public static readonly Option<double> MaxQueueSize = new("--max-queue-size")
    {
        Description = "Most MB of waiting jobs: prompts, embedded workflows; further ones are refused", HelpName = "MB", DefaultValueFactory = _ => 1024,
    };
    public static readonly Option<int> MaxHistory = new("--max-history") { Description = "Most finished jobs that are kept", HelpName = "N", DefaultValueFactory = _ => 10_000 };
    public static readonly Option<double> MaxHistorySize = new("--max-history-size")
    {
        Description = "Most MB of finished jobs that are kept: prompts, embedded workflows, results", HelpName = "MB", DefaultValueFactory = _ => 256,
    };
    public static readonly Option<double?> MaxHistoryAge = new("--max-history-age") { Description = "Days after which finished jobs are forgotten; default never", HelpName = "DAYS" };
    public static readonly Option<bool> DontPrintServer = new("--dont-print-server") { Description = "Do not print the address at start" };
    public static readonly Option<bool> MultiUser = new("--multi-user") { Description = "Let clients choose a user, each with settings and files of its own" };
    public static readonly Option<double?> OutputRetentionDays = new("--output-retention-days")
    {
        Description = "Delete files from the output directory that this server wrote, and nobody changed, after so many days; default: never", HelpName = "DAYS",
    };
    public static readonly Option<bool> QuickTestForCi = new("--quick-test-for-ci") { Description = "Start, then stop at once with exit code 0" };

    /// <summary>Flags that <c>serve</c> and <c>run</c> share.</summary>
    public static IReadOnlyList<Option> ForBoth =>
    [
        BaseDirectory, OutputDirectory, InputDirectory, TempDirectory, UserDirectory, ModelsDirectory, ExtraModelPaths,
        NodePacks, DisableCustomNodes, WhitelistCustomNodes,
        Cpu, ForceFp32, Fp32Unet, Bf16Unet, Fp16Unet, Fp32TextEncoder, Bf16TextEncoder,
        CacheRam, CacheClassic, CacheLru, CacheNone, InterruptGrace, DisableMetadata, PreviewMethod, PreviewSize, Verbose, OperationFlags.LogFormat,
    ];

    /// <summary>Flags of the server alone.</summary>
    public static IReadOnlyList<Option> ForServer =>
    [
        Listen, Port, EnableCorsHeader, MaxUploadSize, FrontEndRoot, JobStore, MaxQueue, MaxQueueSize, MaxHistory, MaxHistorySize, MaxHistoryAge, MultiUser, OutputRetentionDays,
        PreviewBandwidth, DontPrintServer, QuickTestForCi,
        .. SafetyFlags.All, .. OperationFlags.ForServer,
    ];

    private static Option<string?> Directory(string name, string description) => new(name) { Description = description, HelpName = "DIRECTORY", Recursive = true };

    private static Option<bool> Shared(string name, string description) => new(name) { Description = description, Recursive = true };

    private static Option<string[]> Several(string name, string value, string description) => new(name)
    {
        Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true, Recursive = true,
    };
}
