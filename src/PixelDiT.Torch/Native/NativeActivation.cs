using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>Activations of the native library (native/torch/src/ops/activation.cpp).</summary>
internal static partial class NativeActivation
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_relu")]
    internal static partial int relu(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_relu_")]
    internal static partial int relu_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_silu")]
    internal static partial int silu(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_silu_")]
    internal static partial int silu_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_selu")]
    internal static partial int selu(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_selu_")]
    internal static partial int selu_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_hardsigmoid")]
    internal static partial int hardsigmoid(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_hardsigmoid_")]
    internal static partial int hardsigmoid_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_hardswish")]
    internal static partial int hardswish(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_hardswish_")]
    internal static partial int hardswish_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_relu6")]
    internal static partial int relu6(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_log_sigmoid")]
    internal static partial int log_sigmoid(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_gelu")]
    internal static partial int gelu(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_glu")]
    internal static partial int glu(nint self, long dim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_softplus")]
    internal static partial int softplus(nint self, double beta, double threshold, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_softmax")]
    internal static partial int softmax(nint self, long dim, int dtype, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_log_softmax")]
    internal static partial int log_softmax(nint self, long dim, int dtype, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_elu")]
    internal static partial int elu(nint self, NativeScalar alpha, NativeScalar scale, NativeScalar input_scale, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_leaky_relu")]
    internal static partial int leaky_relu(nint self, NativeScalar negative_slope, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_hardtanh")]
    internal static partial int hardtanh(nint self, NativeScalar min, NativeScalar max, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_threshold")]
    internal static partial int threshold(nint self, NativeScalar threshold, NativeScalar value, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_prelu")]
    internal static partial int prelu(nint self, nint target, out nint result);
}
