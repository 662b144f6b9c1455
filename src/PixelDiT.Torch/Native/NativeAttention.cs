using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>Attention of the native library (native/torch/src/attention.cpp).</summary>
internal static partial class NativeAttention
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sdpa")]
    internal static partial int sdpa(nint query, nint key, nint value, nint mask, double p, [MarshalAs(UnmanagedType.U1)] bool causal, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_attention")]
    internal static partial int attention(nint query, nint key, nint value, nint mask, NativeOptionalReal scale, double softCap, out nint result);
}
