using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>Reductions of the native library (native/torch/src/ops/reduce.cpp).</summary>
internal static partial class NativeReduce
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sum")]
    internal static partial int sum(nint self, int type, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sum_dims")]
    internal static partial int sum_dims(nint self, ReadOnlySpan<long> dim, int dimCount, [MarshalAs(UnmanagedType.U1)] bool keepdim, int type, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_prod")]
    internal static partial int prod(nint self, int type, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_prod_dim")]
    internal static partial int prod_dim(nint self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, int type, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_mean")]
    internal static partial int mean(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_mean_dims")]
    internal static partial int mean_dims(nint self, ReadOnlySpan<long> dimensions, int dimensionsCount, [MarshalAs(UnmanagedType.U1)] bool keepdim, int type, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_nanmean")]
    internal static partial int nanmean(nint self, NativeOptionalInt dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, int dtype, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_nansum")]
    internal static partial int nansum(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_median")]
    internal static partial int median(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_nanmedian")]
    internal static partial int nanmedian(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_max")]
    internal static partial int max(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_min")]
    internal static partial int min(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_max_dim")]
    internal static partial int max_dim(nint self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_min_dim")]
    internal static partial int min_dim(nint self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_amax")]
    internal static partial int amax(nint self, ReadOnlySpan<long> dims, int dimsCount, [MarshalAs(UnmanagedType.U1)] bool keepdim, nint result_, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_amin")]
    internal static partial int amin(nint self, ReadOnlySpan<long> dims, int dimsCount, [MarshalAs(UnmanagedType.U1)] bool keepdim, nint result_, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_aminmax")]
    internal static partial int aminmax(nint self, NativeOptionalInt dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_argmax")]
    internal static partial int argmax(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_argmin")]
    internal static partial int argmin(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_argmax_dim")]
    internal static partial int argmax_dim(nint self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_argmin_dim")]
    internal static partial int argmin_dim(nint self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_all")]
    internal static partial int all(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_all_dim")]
    internal static partial int all_dim(nint self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_any")]
    internal static partial int any(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_any_dim")]
    internal static partial int any_dim(nint self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_std")]
    internal static partial int std(nint self, [MarshalAs(UnmanagedType.U1)] bool unbiased, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_var")]
    internal static partial int var(nint self, [MarshalAs(UnmanagedType.U1)] bool unbiased, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_std_dims")]
    internal static partial int std_dims(nint self, ReadOnlySpan<long> dimensions, int dimensionsCount, [MarshalAs(UnmanagedType.U1)] bool unbiased, [MarshalAs(UnmanagedType.U1)] bool keepdim, int type, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_var_dims")]
    internal static partial int var_dims(nint self, ReadOnlySpan<long> dimensions, int dimensionsCount, [MarshalAs(UnmanagedType.U1)] bool unbiased, [MarshalAs(UnmanagedType.U1)] bool keepdim, int type, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_std_mean")]
    internal static partial int std_mean(nint self, [MarshalAs(UnmanagedType.U1)] bool unbiased, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_var_mean")]
    internal static partial int var_mean(nint self, [MarshalAs(UnmanagedType.U1)] bool unbiased, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_std_mean_dims")]
    internal static partial int std_mean_dims(nint self, ReadOnlySpan<long> dimensions, int dimensionsCount, [MarshalAs(UnmanagedType.U1)] bool unbiased, [MarshalAs(UnmanagedType.U1)] bool keepdim, int type, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_var_mean_dims")]
    internal static partial int var_mean_dims(nint self, ReadOnlySpan<long> dimensions, int dimensionsCount, [MarshalAs(UnmanagedType.U1)] bool unbiased, [MarshalAs(UnmanagedType.U1)] bool keepdim, int type, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_norm")]
    internal static partial int norm(nint self, double p, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_norm_dim")]
    internal static partial int norm_dim(nint self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, double p, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_dist")]
    internal static partial int dist(nint self, nint other, double p, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logsumexp")]
    internal static partial int logsumexp(nint self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_quantile")]
    internal static partial int quantile(nint self, nint q, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_nanquantile")]
    internal static partial int nanquantile(nint self, nint q, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_mode")]
    internal static partial int mode(nint self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_count_nonzero")]
    internal static partial int count_nonzero(nint self, ReadOnlySpan<long> dims, int dimsCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_unique")]
    internal static partial int unique(nint self, [MarshalAs(UnmanagedType.U1)] bool sorted, [MarshalAs(UnmanagedType.U1)] bool return_inverse, [MarshalAs(UnmanagedType.U1)] bool return_counts, NativeOptionalInt dim, out nint first, out nint second, out nint third);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_unique_consecutive")]
    internal static partial int unique_consecutive(nint self, [MarshalAs(UnmanagedType.U1)] bool return_inverse, [MarshalAs(UnmanagedType.U1)] bool return_counts, NativeOptionalInt dim, out nint first, out nint second, out nint third);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bincount")]
    internal static partial int bincount(nint self, nint weights, long minlength, out nint result);
}
