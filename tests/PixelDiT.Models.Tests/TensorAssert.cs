using PixelDiT.Models.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests;

/// <summary>Whole-tensor comparisons, and the machine's plainest policy.</summary>
internal static class TensorAssert
{
    /// <summary>What the reference files hold was computed in float32 with another order of sums: agreement to about 1e-5 relative; values are of order 1.</summary>
    public const double Tolerance = 1e-4;

    public static ComputePolicy Float32 { get; } = ComputePolicy.Create(new ComputeFlags { ForceCpu = true, ForceFp32 = true }, false, new ProcessorFeatures(false, false));

    public static ComputePolicy BFloat16 { get; } = ComputePolicy.Create(new ComputeFlags { ForceCpu = true }, false, new ProcessorFeatures(true, false));

    public static void IsClose(Tensor actual, Tensor expected, string what, double tolerance = Tolerance)
    {
        using var scope = NewDisposeScope();
        Assert.That(actual.shape, Is.EqualTo(expected.shape), $"{what}: shape");
        // A NaN anywhere makes the maximum NaN, which is not below the tolerance.
        Assert.That(MaxDifference(actual, expected), Is.LessThanOrEqualTo(tolerance), $"{what}: largest absolute difference");
    }

    public static float MaxDifference(Tensor actual, Tensor expected)
    {
        using var scope = NewDisposeScope();
        return (actual.to(float32) - expected.to(float32)).abs().max().item<float>();
    }

    /// <summary>A tensor of a reference file, in the caller's dispose scope.</summary>
    public static Tensor Reference(string file, string name)
    {
        using var reader = SafetensorsFile.Open(TestData.File(file));
        return reader.Load(name).clone();
    }
}
