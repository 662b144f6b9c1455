using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>torch.nn.functional of the native library (native/torch/src/nn.cpp).</summary>
internal static partial class NativeNN
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_linear")]
    internal static partial int linear(nint input, nint weight, nint bias, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_gelu_as")]
    internal static partial int gelu_as(nint self, [MarshalAs(UnmanagedType.U1)] bool tanh, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_gelu_as_")]
    internal static partial int gelu_as_(nint self, [MarshalAs(UnmanagedType.U1)] bool tanh);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_mish")]
    internal static partial int mish(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_hardshrink")]
    internal static partial int hardshrink(nint self, double lambda, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_softshrink")]
    internal static partial int softshrink(nint self, double lambda, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_dropout")]
    internal static partial int dropout(nint self, double p, [MarshalAs(UnmanagedType.U1)] bool training, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_one_hot")]
    internal static partial int one_hot(nint self, long classes, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_layer_norm")]
    internal static partial int layer_norm(nint input, ReadOnlySpan<long> shape, int shapeCount, nint weight, nint bias, double eps, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_group_norm")]
    internal static partial int group_norm(nint input, long groups, nint weight, nint bias, double eps, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_batch_norm")]
    internal static partial int batch_norm(nint input, nint mean, nint var, nint weight, nint bias, [MarshalAs(UnmanagedType.U1)] bool training, double momentum, double eps, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_conv1d")]
    internal static partial int conv1d(nint input, nint weight, nint bias, ReadOnlySpan<long> stride, int strideCount, ReadOnlySpan<long> padding, int paddingCount, ReadOnlySpan<long> dilation, int dilationCount, long groups, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_conv2d")]
    internal static partial int conv2d(nint input, nint weight, nint bias, ReadOnlySpan<long> stride, int strideCount, ReadOnlySpan<long> padding, int paddingCount, ReadOnlySpan<long> dilation, int dilationCount, long groups, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_avg_pool2d")]
    internal static partial int avg_pool2d(nint input, ReadOnlySpan<long> kernel, int kernelCount, ReadOnlySpan<long> stride, int strideCount, ReadOnlySpan<long> padding, int paddingCount, [MarshalAs(UnmanagedType.U1)] bool ceilMode, [MarshalAs(UnmanagedType.U1)] bool countIncludePad, NativeOptionalInt divisor, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_max_pool2d")]
    internal static partial int max_pool2d(nint input, ReadOnlySpan<long> kernel, int kernelCount, ReadOnlySpan<long> stride, int strideCount, ReadOnlySpan<long> padding, int paddingCount, ReadOnlySpan<long> dilation, int dilationCount, [MarshalAs(UnmanagedType.U1)] bool ceilMode, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_adaptive_avg_pool2d")]
    internal static partial int adaptive_avg_pool2d(nint input, ReadOnlySpan<long> size, int sizeCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_pixel_shuffle")]
    internal static partial int pixel_shuffle(nint input, long factor, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_pixel_unshuffle")]
    internal static partial int pixel_unshuffle(nint input, long factor, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_im2col")]
    internal static partial int im2col(nint input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> dilation, ReadOnlySpan<long> padding, ReadOnlySpan<long> stride, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_col2im")]
    internal static partial int col2im(nint input, ReadOnlySpan<long> size, ReadOnlySpan<long> kernel, ReadOnlySpan<long> dilation, ReadOnlySpan<long> padding, ReadOnlySpan<long> stride, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_pad_constant")]
    internal static partial int pad_constant(nint input, ReadOnlySpan<long> pad, int padCount, double value, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_pad_reflect")]
    internal static partial int pad_reflect(nint input, ReadOnlySpan<long> pad, int padCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_pad_replicate")]
    internal static partial int pad_replicate(nint input, ReadOnlySpan<long> pad, int padCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_pad_circular")]
    internal static partial int pad_circular(nint input, ReadOnlySpan<long> pad, int padCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_interpolate")]
    internal static partial int interpolate(nint x, int mode, ReadOnlySpan<long> size, int sizeCount, [MarshalAs(UnmanagedType.U1)] bool align, [MarshalAs(UnmanagedType.U1)] bool antialias, ReadOnlySpan<NativeOptionalReal> scales, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_grid_sample")]
    internal static partial int grid_sample(nint input, nint grid, int mode, int padding, [MarshalAs(UnmanagedType.U1)] bool align, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cross_entropy")]
    internal static partial int cross_entropy(nint input, nint target, nint weight, int reduction, long ignore, double smoothing, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_mse_loss")]
    internal static partial int mse_loss(nint input, nint target, int reduction, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_l1_loss")]
    internal static partial int l1_loss(nint input, nint target, int reduction, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_vector_norm")]
    internal static partial int vector_norm(nint self, double ord, ReadOnlySpan<long> dims, int dimsCount, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_matrix_inverse")]
    internal static partial int matrix_inverse(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_solve")]
    internal static partial int solve(nint a, nint b, out nint result);
}
