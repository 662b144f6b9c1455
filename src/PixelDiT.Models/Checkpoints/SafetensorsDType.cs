using static TorchSharp.torch;

namespace PixelDiT.Models.Checkpoints;

/// <summary>An element type that a safetensors header can name.</summary>
/// <param name="Name">The header's spelling, e.g. <c>BF16</c>.</param>
/// <param name="Bits">Size of one element in bits; below 8 for packed formats.</param>
/// <param name="Scalar">The tensor library's type, or null where it has none (fp8, fp4, unsigned 16 to 64 bits).</param>
public sealed record SafetensorsDType(string Name, int Bits, ScalarType? Scalar)
{
    private static readonly Dictionary<string, SafetensorsDType> Known = new SafetensorsDType[]
    {
        new("BOOL", 8, ScalarType.Bool),
        new("U8", 8, ScalarType.Byte),
        new("I8", 8, ScalarType.Int8),
        new("I16", 16, ScalarType.Int16),
        new("I32", 32, ScalarType.Int32),
        new("I64", 64, ScalarType.Int64),
        new("F16", 16, ScalarType.Float16),
        new("BF16", 16, ScalarType.BFloat16),
        new("F32", 32, ScalarType.Float32),
        new("F64", 64, ScalarType.Float64),
        new("C64", 64, ScalarType.ComplexFloat32),
        new("U16", 16, null),
        new("U32", 32, null),
        new("U64", 64, null),
        new("F8_E4M3", 8, null),
        new("F8_E5M2", 8, null),
        new("F8_E8M0", 8, null),
        new("F6_E2M3", 6, null),
        new("F6_E3M2", 6, null),
        new("F4", 4, null),
    }.ToDictionary(d => d.Name);

    /// <summary>The type a header names, or null when the name is unknown.</summary>
    public static SafetensorsDType? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>The type that stores a tensor of the library's type.</summary>
    /// <exception cref="ArgumentException">safetensors has no such type.</exception>
    public static SafetensorsDType Of(ScalarType type) =>
        Known.Values.FirstOrDefault(d => d.Scalar == type) ?? throw new ArgumentException($"safetensors cannot store {type}", nameof(type));

    /// <summary>Every name, for error messages.</summary>
    internal static string Names => string.Join(", ", Known.Keys);
}
