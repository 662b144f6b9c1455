using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models;

/// <summary>What the user asked for on the command line about devices and number formats; ComfyUI's flags of the same names.</summary>
public sealed record ComputeFlags
{
    /// <summary><c>--cpu</c>: no GPU. Default: false.</summary>
    public bool ForceCpu { get; init; }

    /// <summary><c>--force-fp32</c>: float32 for network and text encoder. Default: false.</summary>
    public bool ForceFp32 { get; init; }

    /// <summary><c>--fp32-unet</c>: float32 for the network. Default: false.</summary>
    public bool Fp32Unet { get; init; }

    /// <summary><c>--bf16-unet</c>: bfloat16 for the network. Default: false.</summary>
    public bool Bf16Unet { get; init; }

    /// <summary><c>--fp16-unet</c>: float16 for the network; float32 on the CPU, which has no float16 products. Default: false.</summary>
    public bool Fp16Unet { get; init; }

    /// <summary><c>--fp32-text-enc</c>: float32 for the text encoder. Default: false.</summary>
    public bool Fp32TextEncoder { get; init; }

    /// <summary><c>--bf16-text-enc</c>: bfloat16 for the text encoder. Default: false.</summary>
    public bool Bf16TextEncoder { get; init; }
}

/// <summary>
/// Where models run and in which element type they compute. Weights keep their file's type on the CPU; norm statistics, softmax and everything outside
/// the networks are float32 whatever this says.
/// </summary>
public sealed record ComputePolicy
{
    private static readonly Lazy<ComputePolicy> Machine = new(() => Create(new ComputeFlags()));

    /// <summary>The machine's defaults: bf16 on a CUDA device; on the CPU bf16 where the processor has instructions for it, else float32.</summary>
    /// <remarks>Loads the tensor library (to ask for a GPU) on first use.</remarks>
    public static ComputePolicy Default => Machine.Value;

    /// <summary>Device of weights and arithmetic.</summary>
    public required Device Device { get; init; }

    /// <summary>Element type of the diffusion network's arithmetic: Float32, BFloat16 or Float16.</summary>
    public required ScalarType NetworkType { get; init; }

    /// <summary>Element type of the text encoder's arithmetic: Float32 or BFloat16.</summary>
    public required ScalarType TextEncoderType { get; init; }

    /// <summary>Where what was asked for is not what is done, one sentence each; for the log. Usually empty.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Decides for this machine. Loads the tensor library unless the CPU is forced.</summary>
    /// <param name="flags">What the user asked for.</param>
    /// <exception cref="ArgumentException">Flags that exclude each other.</exception>
    public static ComputePolicy Create(ComputeFlags flags) =>
        Create(flags, !flags.ForceCpu && cuda.is_available(), ProcessorFeatures.Detect());

    /// <summary>Decides for a described machine.</summary>
    /// <param name="flags">What the user asked for.</param>
    /// <param name="hasCuda">Whether there is a CUDA device.</param>
    /// <param name="processor">What the processor can do.</param>
    /// <exception cref="ArgumentException">Flags that exclude each other.</exception>
    public static ComputePolicy Create(ComputeFlags flags, bool hasCuda, ProcessorFeatures processor)
    {
        RefuseTwo(("--fp32-unet", flags.Fp32Unet), ("--bf16-unet", flags.Bf16Unet), ("--fp16-unet", flags.Fp16Unet));
        RefuseTwo(("--fp32-text-enc", flags.Fp32TextEncoder), ("--bf16-text-enc", flags.Bf16TextEncoder));
        var onCuda = hasCuda && !flags.ForceCpu;
        var usual = !flags.ForceFp32 && (onCuda || processor.HasBFloat16) ? ScalarType.BFloat16 : ScalarType.Float32;
        var network = flags switch
        {
            { Fp32Unet: true } => ScalarType.Float32,
            { Bf16Unet: true } => ScalarType.BFloat16,
            { Fp16Unet: true } => onCuda ? ScalarType.Float16 : ScalarType.Float32,
            _ => usual,
        };
        var text = flags switch
        {
            { Fp32TextEncoder: true } => ScalarType.Float32,
            { Bf16TextEncoder: true } => ScalarType.BFloat16,
            _ => usual,
        };
        return new ComputePolicy
        {
            Device = onCuda ? CUDA : CPU,
            NetworkType = network,
            TextEncoderType = text,
            Notices = flags.Fp16Unet && !onCuda ? ["--fp16-unet: the CPU has no float16 products; the network computes in float32."] : [],
        };
    }

    // Notices say how the policy came about; two policies that do the same are the same.
    /// <inheritdoc/>
    public bool Equals(ComputePolicy? other) => other is not null && Device.type == other.Device.type && Device.index == other.Device.index
        && NetworkType == other.NetworkType && TextEncoderType == other.TextEncoderType;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Device.type, Device.index, NetworkType, TextEncoderType);

    private static void RefuseTwo(params (string Name, bool Set)[] flags)
    {
        var set = flags.Where(f => f.Set).Select(f => f.Name).ToArray();
        if (set.Length > 1)
        {
            throw new ArgumentException($"{string.Join(" and ", set)} exclude each other; give one of them", nameof(flags));
        }
    }
}
