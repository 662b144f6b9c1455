using System.Runtime.Intrinsics.X86;

namespace PixelDiT.Models;

/// <summary>What the processor offers for matrix products.</summary>
/// <param name="HasAvx512Bf16">AVX512-BF16: bf16 dot products in vector registers.</param>
/// <param name="HasAmxBf16">AMX-BF16: bf16 products in tile registers.</param>
public sealed record ProcessorFeatures(bool HasAvx512Bf16, bool HasAmxBf16)
{
    /// <summary>Whether bf16 products are faster than float32 ones.</summary>
    public bool HasBFloat16 => HasAvx512Bf16 || HasAmxBf16;

    /// <summary>Asks this machine.</summary>
    public static ProcessorFeatures Detect()
    {
        // The kernel lists a feature only when it is switched on, which the processor's own answer does not tell.
        const string file = "/proc/cpuinfo";
        return File.Exists(file) ? Parse(File.ReadLines(file)) : FromProcessor();
    }

    /// <summary>Reads the lines of a Linux <c>/proc/cpuinfo</c>.</summary>
    /// <param name="lines">The lines.</param>
    public static ProcessorFeatures Parse(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(l => l.StartsWith("flags", StringComparison.Ordinal)) ?? "";
        var flags = line.Split(' ', ':', '\t');
        return new ProcessorFeatures(flags.Contains("avx512_bf16"), flags.Contains("amx_bf16"));
    }

    private static ProcessorFeatures FromProcessor()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
        {
            return new ProcessorFeatures(false, false);
        }
        var avx512Bf16 = X86Base.CpuId(7, 0).Eax >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;
        var amxBf16 = (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0;
        return new ProcessorFeatures(avx512Bf16 && Avx512F.IsSupported, amxBf16);
    }
}
