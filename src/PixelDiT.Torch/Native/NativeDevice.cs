using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>Devices, threads and gradient modes of the native library (native/torch/src/device.cpp).</summary>
internal static partial class NativeDevice
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_set_num_threads")]
    internal static partial int set_num_threads(int count);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_get_num_threads")]
    internal static partial int get_num_threads(out long result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_set_num_interop_threads")]
    internal static partial int set_num_interop_threads(int count);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_get_num_interop_threads")]
    internal static partial int get_num_interop_threads(out long result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cuda_device_count")]
    internal static partial int cuda_device_count(out long result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cudnn_available")]
    internal static partial int cudnn_available(out long result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cuda_synchronize")]
    internal static partial int cuda_synchronize(int index);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cuda_memory")]
    internal static partial int cuda_memory(int index, out long freeBytes, out long totalBytes);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cuda_empty_cache")]
    internal static partial int cuda_empty_cache();

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_grad_enabled")]
    internal static partial int grad_enabled(out long result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_set_grad_enabled")]
    internal static partial int set_grad_enabled([MarshalAs(UnmanagedType.U1)] bool enabled);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_inference_mode")]
    internal static partial int inference_mode(out long result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_inference_mode_enter")]
    internal static partial int inference_mode_enter([MarshalAs(UnmanagedType.U1)] bool enabled, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_set_requires_grad")]
    internal static partial int set_requires_grad(nint self, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_retain_grad")]
    internal static partial int retain_grad(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_grad")]
    internal static partial int grad(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_set_grad")]
    internal static partial int set_grad(nint self, nint value);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_backward")]
    internal static partial int backward(ReadOnlySpan<nint> tensors, int tensorsCount, ReadOnlySpan<nint> gradients, int gradientsCount, [MarshalAs(UnmanagedType.U1)] bool retainGraph, [MarshalAs(UnmanagedType.U1)] bool createGraph, ReadOnlySpan<nint> inputs, int inputsCount);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_autograd_grad")]
    internal static partial int autograd_grad(ReadOnlySpan<nint> outputs, int outputsCount, ReadOnlySpan<nint> inputs, int inputsCount, ReadOnlySpan<nint> gradients, int gradientsCount, [MarshalAs(UnmanagedType.U1)] bool retainGraph, [MarshalAs(UnmanagedType.U1)] bool createGraph, [MarshalAs(UnmanagedType.U1)] bool allowUnused, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_deterministic")]
    internal static partial int deterministic([MarshalAs(UnmanagedType.U1)] bool enabled, [MarshalAs(UnmanagedType.U1)] bool warnOnly);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_is_deterministic")]
    internal static partial int is_deterministic(out long result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_set_tf32")]
    internal static partial int set_tf32([MarshalAs(UnmanagedType.U1)] bool matmul, [MarshalAs(UnmanagedType.U1)] bool cudnn);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_inference_mode_leave")]
    internal static partial void inference_mode_leave(nint guard);
}
