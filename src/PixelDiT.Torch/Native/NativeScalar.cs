using System.Runtime.InteropServices;
using TorchSharp;

namespace PixelDiT.Torch.Native;

/// <summary>A number on its way to libtorch (pt_scalar of native/torch/src/abi.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeScalar
{
    internal const int Absent = -1;
    internal const int IsInteger = 0;
    internal const int IsReal = 1;
    internal const int IsBoolean = 2;
    internal const int IsComplex = 3;

    internal readonly int Kind;
    internal readonly long Integer;
    internal readonly double Real;
    internal readonly double Imaginary;

    internal NativeScalar(int kind, long integer, double real, double imaginary)
    {
        Kind = kind;
        Integer = integer;
        Real = real;
        Imaginary = imaginary;
    }

    internal static NativeScalar Of(Scalar? value) => value?.Value ?? new NativeScalar(Absent, 0, 0, 0);

    internal double ToReal() => Kind is IsReal or IsComplex ? Real : Integer;

    internal long ToInteger() => Kind is IsReal or IsComplex ? (long)Real : Integer;
}

/// <summary>An integer that may be missing.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeOptionalInt
{
    internal readonly long Value;
    internal readonly int Present;

    private NativeOptionalInt(long? value)
    {
        Value = value.GetValueOrDefault();
        Present = value.HasValue ? 1 : 0;
    }

    public static implicit operator NativeOptionalInt(long? value) => new(value);

    public static implicit operator NativeOptionalInt(int? value) => new(value);
}

/// <summary>A real number that may be missing.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeOptionalReal
{
    internal readonly double Value;
    internal readonly int Present;

    internal NativeOptionalReal(double? value)
    {
        Value = value.GetValueOrDefault();
        Present = value.HasValue ? 1 : 0;
    }

    public static implicit operator NativeOptionalReal(double? value) => new(value);
}

/// <summary>What a tensor is (pt_description of native/torch/src/tensor.cpp).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeDescription
{
    internal long Elements;
    internal long StorageOffset;
    internal int Dtype;
    internal int ElementSize;
    internal int Dimensions;
    internal int DeviceKind;
    internal int DeviceIndex;
    internal int Flags;

    internal readonly bool IsContiguous => (Flags & 1) != 0;

    internal readonly bool RequiresGrad => (Flags & 2) != 0;

    internal readonly bool IsLeaf => (Flags & 4) != 0;

    internal readonly bool IsSparse => (Flags & 8) != 0;

    internal readonly bool IsConjugated => (Flags & 16) != 0;

    internal readonly bool IsNegated => (Flags & 32) != 0;
}
