using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>Fused operators of the native library (native/torch/src/kernels).</summary>
internal static partial class NativeFused
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_rms_norm")]
    internal static partial int rms_norm(nint x, nint weight, double eps, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_rms_norm_modulate")]
    internal static partial int rms_norm_modulate(nint x, nint weight, double eps, nint shift, nint scale, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_gated_add")]
    internal static partial int gated_add(nint residual, nint gate, nint value, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_silu_mul")]
    internal static partial int silu_mul(nint gate, nint up, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_gelu_tanh_mul")]
    internal static partial int gelu_tanh_mul(nint gate, nint up, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_rotary_interleaved")]
    internal static partial int rotary_interleaved(nint x, nint cos, nint sin, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_rotary_half")]
    internal static partial int rotary_half(nint x, nint cos, nint sin, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_linear_any")]
    internal static partial int linear_any(nint x, nint weight, nint bias, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_expand_codes")]
    internal static partial int expand_codes(nint codes, nint values, nint blockScales, int type, out nint result);

    /// <summary>The instruction set the kernels use: base, avx2 or avx512.</summary>
    internal static string InstructionSet() => Marshal.PtrToStringUTF8(InstructionSetText()) ?? "unknown";

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_instruction_set")]
    private static partial nint InstructionSetText();
}
