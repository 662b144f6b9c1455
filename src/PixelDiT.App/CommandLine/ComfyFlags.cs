using System.CommandLine;

namespace PixelDiT.App.CommandLine;

/// <summary>ComfyUI's other flags: known, so that start scripts go on working, and each answered for.</summary>
internal static class ComfyFlags
{
    /// <summary>Nothing to do: what they ask for is so already, or what they switch off does not exist here.</summary>
    private static readonly string[] Satisfied =
    [
        "--disable-auto-launch", "--windows-standalone-build", "--log-stdout", "--disable-api-nodes",
        "--disable-xformers", "--use-pytorch-cross-attention", "--disable-cuda-malloc", "--disable-manager-ui", "--fp32-vae", "--fp16-vae", "--bf16-vae",
        "--mmap-torch-files", "--disable-triton-backend", "--disable-nvml-pressure",
    ];

    /// <summary>They tune speed or memory in ways that do not exist here; results are the same without.</summary>
    private static readonly (string Name, int Values)[] Untuned =
    [
        ("--gpu-only", 0), ("--highvram", 0), ("--lowvram", 0), ("--novram", 0), ("--reserve-vram", 1), ("--vram-headroom", 1), ("--async-offload", -1),
        ("--disable-async-offload", 0), ("--disable-dynamic-vram", 0), ("--enable-dynamic-vram", 0), ("--fast-disk", 0), ("--disable-cuda-graphs", 0),
        ("--force-non-blocking", 0), ("--disable-smart-memory", 0), ("--deterministic", 0), ("--fast", -1), ("--disable-pinned-memory", 0),
        ("--cuda-malloc", 0), ("--force-channels-last", 0), ("--high-ram", 0), ("--enable-triton-backend", 0), ("--supports-fp8-compute", 0),
        ("--use-split-cross-attention", 0), ("--use-quad-cross-attention", 0), ("--use-sage-attention", 0), ("--use-flash-attention", 0),
        ("--use-ck-attention", 0), ("--force-upcast-attention", 0), ("--dont-upcast-attention", 0), ("--disable-mmap", 0), ("--cpu-vae", 0),
        ("--fp16-intermediates", 0), ("--debug-hang", 0), ("--default-hashing-function", 1), ("--auto-launch", 0), ("--enable-compress-response-body", 0),
    ];

    /// <summary>Their absence would surprise: the server does not start.</summary>
    private static readonly (string Name, int Values, string Instead)[] Missing =
    [
        ("--tls-keyfile", 1, "put a reverse proxy in front"),
        ("--tls-certfile", 1, "put a reverse proxy in front"),
        ("--enable-assets", 0, "there is no assets database"),
        ("--enable-asset-hashing", 0, "there is no assets database"),
        ("--database-url", 1, "there is no assets database"),
        ("--enable-manager", 0, "there is no node manager"),
        ("--enable-manager-legacy-ui", 0, "there is no node manager"),
        ("--front-end-version", 1, "use --front-end-root with a front end on disk"),
        ("--cuda-device", 1, "set CUDA_VISIBLE_DEVICES"),
        ("--default-device", 1, "set CUDA_VISIBLE_DEVICES"),
        ("--directml", -1, "use --cpu"),
        ("--oneapi-device-selector", 1, "use --cpu"),
        ("--force-fp16", 0, "use --fp16-unet"),
        ("--fp64-unet", 0, "use --fp32-unet"),
        ("--fp8_e4m3fn-unet", 0, "use --bf16-unet"),
        ("--fp8_e5m2-unet", 0, "use --bf16-unet"),
        ("--fp8_e8m0fnu-unet", 0, "use --bf16-unet"),
        ("--fp16-text-enc", 0, "use --bf16-text-enc"),
        ("--fp8_e4m3fn-text-enc", 0, "use --bf16-text-enc"),
        ("--fp8_e5m2-text-enc", 0, "use --bf16-text-enc"),
        ("--feature-flag", 1, "feature flags cannot be set yet"),
        ("--list-feature-flags", 0, "see GET /features"),
        ("--comfy-api-base", 1, "there are no API nodes"),
    ];

    private static readonly Dictionary<string, Option> All = Satisfied.Select(n => (Name: n, Values: 0))
        .Concat(Untuned)
        .Concat(Missing.Select(m => (m.Name, m.Values)))
        .ToDictionary(f => f.Name, f => Make(f.Name, f.Values));

    /// <summary>The flags, hidden in the help text.</summary>
    public static IEnumerable<Option> Options => All.Values;

    /// <summary>Flags given that tune nothing here, one sentence each.</summary>
    public static IEnumerable<string> Notices(ParseResult result) =>
        Untuned.Where(f => IsGiven(result, f.Name)).Select(f => $"{f.Name} has no effect here.");

    /// <summary>Flags given whose feature is not there, one sentence each.</summary>
    public static IEnumerable<string> Refusals(ParseResult result) =>
        Missing.Where(f => IsGiven(result, f.Name)).Select(f => $"{f.Name} is a flag of ComfyUI that is not supported here: {f.Instead}.");

    private static bool IsGiven(ParseResult result, string name) => result.GetResult(All[name]) is { Implicit: false };

    // Values below 0: any number of them.
    private static Option Make(string name, int values) => values switch
    {
        0 => new Option<bool>(name) { Hidden = true, Recursive = true },
        1 => new Option<string>(name) { Hidden = true, Recursive = true },
        _ => new Option<string[]>(name) { Hidden = true, Recursive = true, AllowMultipleArgumentsPerToken = true, Arity = ArgumentArity.ZeroOrMore },
    };
}
