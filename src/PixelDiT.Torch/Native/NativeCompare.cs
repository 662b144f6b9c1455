using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>Comparison and logic of the native library (native/torch/src/ops/compare.cpp).</summary>
internal static partial class NativeCompare
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_eq")]
    internal static partial int eq(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_eq_")]
    internal static partial int eq_(nint self, nint target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_eq_scalar")]
    internal static partial int eq_scalar(nint self, NativeScalar target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_eq_scalar_")]
    internal static partial int eq_scalar_(nint self, NativeScalar target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ne")]
    internal static partial int ne(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ne_")]
    internal static partial int ne_(nint self, nint target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ne_scalar")]
    internal static partial int ne_scalar(nint self, NativeScalar target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ne_scalar_")]
    internal static partial int ne_scalar_(nint self, NativeScalar target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_lt")]
    internal static partial int lt(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_lt_")]
    internal static partial int lt_(nint self, nint target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_lt_scalar")]
    internal static partial int lt_scalar(nint self, NativeScalar target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_lt_scalar_")]
    internal static partial int lt_scalar_(nint self, NativeScalar target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_le")]
    internal static partial int le(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_le_")]
    internal static partial int le_(nint self, nint target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_le_scalar")]
    internal static partial int le_scalar(nint self, NativeScalar target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_le_scalar_")]
    internal static partial int le_scalar_(nint self, NativeScalar target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_gt")]
    internal static partial int gt(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_gt_")]
    internal static partial int gt_(nint self, nint target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_gt_scalar")]
    internal static partial int gt_scalar(nint self, NativeScalar target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_gt_scalar_")]
    internal static partial int gt_scalar_(nint self, NativeScalar target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ge")]
    internal static partial int ge(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ge_")]
    internal static partial int ge_(nint self, nint target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ge_scalar")]
    internal static partial int ge_scalar(nint self, NativeScalar target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ge_scalar_")]
    internal static partial int ge_scalar_(nint self, NativeScalar target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_isnan")]
    internal static partial int isnan(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_isinf")]
    internal static partial int isinf(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_isfinite")]
    internal static partial int isfinite(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_isposinf")]
    internal static partial int isposinf(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_isneginf")]
    internal static partial int isneginf(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_isreal")]
    internal static partial int isreal(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_isclose")]
    internal static partial int isclose(nint self, nint other, double rtol, double atol, [MarshalAs(UnmanagedType.U1)] bool nanEqual, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_isin")]
    internal static partial int isin(nint self, nint test_elements, [MarshalAs(UnmanagedType.U1)] bool assumeUnique, [MarshalAs(UnmanagedType.U1)] bool invert, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_allclose")]
    internal static partial int allclose(nint self, nint target, double rtol, double atol, [MarshalAs(UnmanagedType.U1)] bool equal_nan, out long result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_masked_fill")]
    internal static partial int masked_fill(nint self, nint mask, NativeScalar value, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_masked_fill_")]
    internal static partial int masked_fill_(nint self, nint mask, NativeScalar value);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_masked_select")]
    internal static partial int masked_select(nint self, nint mask, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_masked_scatter")]
    internal static partial int masked_scatter(nint self, nint mask, nint value, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_masked_scatter_")]
    internal static partial int masked_scatter_(nint self, nint mask, nint value);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_where")]
    internal static partial int where(nint self, nint condition, nint y, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sort")]
    internal static partial int sort(nint self, long dim, [MarshalAs(UnmanagedType.U1)] bool descending, [MarshalAs(UnmanagedType.U1)] bool stable, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_argsort")]
    internal static partial int argsort(nint self, long dim, [MarshalAs(UnmanagedType.U1)] bool descending, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_msort")]
    internal static partial int msort(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_topk")]
    internal static partial int topk(nint self, long k, long dim, [MarshalAs(UnmanagedType.U1)] bool largest, [MarshalAs(UnmanagedType.U1)] bool sorted, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_kthvalue")]
    internal static partial int kthvalue(nint self, long k, NativeOptionalInt dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bucketize")]
    internal static partial int bucketize(nint self, nint boundaries, [MarshalAs(UnmanagedType.U1)] bool outInt32, [MarshalAs(UnmanagedType.U1)] bool right, out nint result);
}
