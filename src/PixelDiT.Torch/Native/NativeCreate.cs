using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>New tensors of the native library (native/torch/src/create.cpp).</summary>
internal static partial class NativeCreate
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_empty")]
    internal static partial int empty(ReadOnlySpan<long> size, int sizeCount, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_zeros")]
    internal static partial int zeros(ReadOnlySpan<long> size, int sizeCount, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ones")]
    internal static partial int ones(ReadOnlySpan<long> size, int sizeCount, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_full")]
    internal static partial int full(ReadOnlySpan<long> size, int sizeCount, NativeScalar value, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_empty_strided")]
    internal static partial int empty_strided(ReadOnlySpan<long> size, int sizeCount, ReadOnlySpan<long> strides, int stridesCount, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_randn")]
    internal static partial int randn(ReadOnlySpan<long> size, int sizeCount, nint generator, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_rand")]
    internal static partial int rand(ReadOnlySpan<long> size, int sizeCount, nint generator, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_randint")]
    internal static partial int randint(long low, long high, ReadOnlySpan<long> size, int sizeCount, nint generator, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_randperm")]
    internal static partial int randperm(long n, nint generator, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_normal")]
    internal static partial int normal(double mean, double std, ReadOnlySpan<long> size, int sizeCount, nint generator, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_arange")]
    internal static partial int arange(NativeScalar start, NativeScalar stop, NativeScalar step, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_linspace")]
    internal static partial int linspace(double start, double end, long steps, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logspace")]
    internal static partial int logspace(double start, double end, long steps, double @base, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_eye")]
    internal static partial int eye(long rows, long columns, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_tril_indices")]
    internal static partial int tril_indices(long rows, long columns, long offset, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_triu_indices")]
    internal static partial int triu_indices(long rows, long columns, long offset, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_scalar_tensor")]
    internal static partial int scalar_tensor(NativeScalar value, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_complex")]
    internal static partial int complex(nint real, nint imag, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_polar")]
    internal static partial int polar(nint abs, nint angle, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_hann_window")]
    internal static partial int hann_window(long length, [MarshalAs(UnmanagedType.U1)] bool periodic, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_from_elements")]
    internal static partial int from_elements(nint elements, ReadOnlySpan<long> size, int sizeCount, int dtype, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_from_memory")]
    internal static partial int from_memory(nint memory, ReadOnlySpan<long> size, int sizeCount, int dtype, nint release, nint context, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cat")]
    internal static partial int cat(ReadOnlySpan<nint> tensors, int tensorsCount, long dim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_stack")]
    internal static partial int stack(ReadOnlySpan<nint> tensors, int tensorsCount, long dim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_hstack")]
    internal static partial int hstack(ReadOnlySpan<nint> tensors, int tensorsCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_vstack")]
    internal static partial int vstack(ReadOnlySpan<nint> tensors, int tensorsCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_dstack")]
    internal static partial int dstack(ReadOnlySpan<nint> tensors, int tensorsCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_column_stack")]
    internal static partial int column_stack(ReadOnlySpan<nint> tensors, int tensorsCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_block_diag")]
    internal static partial int block_diag(ReadOnlySpan<nint> tensors, int tensorsCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cartesian_prod")]
    internal static partial int cartesian_prod(ReadOnlySpan<nint> tensors, int tensorsCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_einsum", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int einsum(string equation, ReadOnlySpan<nint> tensors, int tensorsCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_meshgrid", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int meshgrid(ReadOnlySpan<nint> tensors, int tensorsCount, string indexing, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_broadcast_tensors")]
    internal static partial int broadcast_tensors(ReadOnlySpan<nint> tensors, int tensorsCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_where_indices")]
    internal static partial int where_indices(nint condition, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_searchsorted")]
    internal static partial int searchsorted(nint sequence, nint values, [MarshalAs(UnmanagedType.U1)] bool outInt32, [MarshalAs(UnmanagedType.U1)] bool right, nint sorter, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_promote_types")]
    internal static partial int promote_types(int one, int two, out long result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_result_type")]
    internal static partial int result_type(nint one, nint two, out long result);
}
