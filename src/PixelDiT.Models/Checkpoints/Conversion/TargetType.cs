using static TorchSharp.torch;

namespace PixelDiT.Models.Checkpoints.Conversion;

/// <summary>What weights are converted to.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Scalar">The element type, or null where it has no tensor type or where types are kept.</param>
public sealed record TargetType(string Name, ScalarType? Scalar)
{
    /// <summary>Element types stay as they are; the container changes.</summary>
    public static readonly TargetType Keep = new("keep", null);

    /// <summary>e4m3 with one scale for each weight.</summary>
    public static readonly TargetType E4M3 = new("fp8_e4m3fn", null) { Fp8 = Fp8Format.E4M3 };

    /// <summary>e4m3 with a power of two for each 32 elements of a row.</summary>
    public static readonly TargetType MX = new("mxfp8", null) { Fp8 = Fp8Format.MX };

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<TargetType> All = [new("fp32", ScalarType.Float32), new("bf16", ScalarType.BFloat16), new("fp16", ScalarType.Float16), E4M3, MX, Keep];

    /// <summary>The format of weights of one byte an element, or null.</summary>
    internal Fp8Format? Fp8 { get; init; }

    /// <summary>The one of a name.</summary>
    public static TargetType? Find(string name) => All.FirstOrDefault(t => t.Name == name);
}
