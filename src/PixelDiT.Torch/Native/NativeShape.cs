using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>Shape, views and indexing of the native library (native/torch/src/ops/shape.cpp).</summary>
internal static partial class NativeShape
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_alias")]
    internal static partial int alias(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_view")]
    internal static partial int view(nint self, ReadOnlySpan<long> shape, int shapeCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_view_as")]
    internal static partial int view_as(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_view_as_complex")]
    internal static partial int view_as_complex(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_view_as_real")]
    internal static partial int view_as_real(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_reshape")]
    internal static partial int reshape(nint self, ReadOnlySpan<long> shape, int shapeCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_flatten")]
    internal static partial int flatten(nint self, long start_dim, long end_dim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_unflatten")]
    internal static partial int unflatten(nint self, long dim, ReadOnlySpan<long> sizes, int sizesCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ravel")]
    internal static partial int ravel(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_squeeze")]
    internal static partial int squeeze(nint self, NativeOptionalInt dim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_squeeze_")]
    internal static partial int squeeze_(nint self, NativeOptionalInt dim);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_unsqueeze")]
    internal static partial int unsqueeze(nint self, long dim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_unsqueeze_")]
    internal static partial int unsqueeze_(nint self, long dim);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_t")]
    internal static partial int t(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_transpose")]
    internal static partial int transpose(nint self, long dim0, long dim1, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_transpose_")]
    internal static partial int transpose_(nint self, long dim0, long dim1);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_permute")]
    internal static partial int permute(nint self, ReadOnlySpan<long> permutation, int permutationCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_movedim")]
    internal static partial int movedim(nint self, ReadOnlySpan<long> source, int sourceCount, ReadOnlySpan<long> destination, int destinationCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_adjoint")]
    internal static partial int adjoint(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_expand")]
    internal static partial int expand(nint self, ReadOnlySpan<long> sizes, int sizesCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_expand_dims")]
    internal static partial int expand_dims(nint self, ReadOnlySpan<long> sizes, int sizesCount, [MarshalAs(UnmanagedType.U1)] bool isImplicit, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_expand_as")]
    internal static partial int expand_as(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_broadcast_to")]
    internal static partial int broadcast_to(nint self, ReadOnlySpan<long> shape, int shapeCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_repeat")]
    internal static partial int repeat(nint self, ReadOnlySpan<long> sizes, int sizesCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_repeat_interleave")]
    internal static partial int repeat_interleave(nint self, nint repeats, NativeOptionalInt dim, NativeOptionalInt output_size, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_repeat_interleave_dim")]
    internal static partial int repeat_interleave_dim(nint self, long repeats, NativeOptionalInt dim, NativeOptionalInt output_size, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_tile")]
    internal static partial int tile(nint self, ReadOnlySpan<long> reps, int repsCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_contiguous")]
    internal static partial int contiguous(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_clone")]
    internal static partial int clone(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_detach")]
    internal static partial int detach(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_detach_")]
    internal static partial int detach_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_narrow")]
    internal static partial int narrow(nint self, long dim, long start, long length, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_slice")]
    internal static partial int slice(nint self, long dim, long start, long finish, long step, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_select")]
    internal static partial int select(nint self, long dim, long index, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_index_select")]
    internal static partial int index_select(nint self, long dim, nint index, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_index_add")]
    internal static partial int index_add(nint self, long dim, nint index, nint source, NativeScalar alpha, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_index_add_")]
    internal static partial int index_add_(nint self, long dim, nint index, nint source, NativeScalar alpha);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_index_copy")]
    internal static partial int index_copy(nint self, long dim, nint index, nint source, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_index_copy_")]
    internal static partial int index_copy_(nint self, long dim, nint index, nint source);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_index_fill")]
    internal static partial int index_fill(nint self, long dim, nint index, NativeScalar value, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_index_fill_")]
    internal static partial int index_fill_(nint self, long dim, nint index, NativeScalar value);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_take")]
    internal static partial int take(nint self, nint index, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_take_along_dim")]
    internal static partial int take_along_dim(nint self, nint indices, long dim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_gather")]
    internal static partial int gather(nint self, long dim, nint index, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_scatter")]
    internal static partial int scatter(nint self, long dim, nint index, nint src, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_scatter_")]
    internal static partial int scatter_(nint self, long dim, nint index, nint src);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_scatter_add")]
    internal static partial int scatter_add(nint self, long dim, nint index, nint src, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_scatter_add_")]
    internal static partial int scatter_add_(nint self, long dim, nint index, nint src);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_select_scatter")]
    internal static partial int select_scatter(nint self, nint src, long dim, long index, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_slice_scatter")]
    internal static partial int slice_scatter(nint self, nint src, long dim, NativeOptionalInt start, NativeOptionalInt end, long step, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_flip")]
    internal static partial int flip(nint self, ReadOnlySpan<long> dims, int dimsCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_fliplr")]
    internal static partial int fliplr(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_flipud")]
    internal static partial int flipud(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_roll")]
    internal static partial int roll(nint self, ReadOnlySpan<long> shifts, int shiftsCount, ReadOnlySpan<long> dims, int dimsCount, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_nonzero")]
    internal static partial int nonzero(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_argwhere")]
    internal static partial int argwhere(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_tril")]
    internal static partial int tril(nint self, long diagonal, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_tril_")]
    internal static partial int tril_(nint self, long diagonal);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_triu")]
    internal static partial int triu(nint self, long diagonal, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_triu_")]
    internal static partial int triu_(nint self, long diagonal);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_diag")]
    internal static partial int diag(nint self, long diagonal, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_diag_embed")]
    internal static partial int diag_embed(nint self, long offset, long dim1, long dim2, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_diagonal")]
    internal static partial int diagonal(nint self, long offset, long dim1, long dim2, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_trace")]
    internal static partial int trace(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_unfold")]
    internal static partial int unfold(nint self, long dimension, long size, long step, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_as_strided")]
    internal static partial int as_strided(nint self, ReadOnlySpan<long> size, int sizeCount, ReadOnlySpan<long> strides, int stridesCount, long storageOffset, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_atleast_1d")]
    internal static partial int atleast_1d(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_atleast_2d")]
    internal static partial int atleast_2d(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_atleast_3d")]
    internal static partial int atleast_3d(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_unbind")]
    internal static partial int unbind(nint self, long dimension, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_chunk")]
    internal static partial int chunk(nint self, long chunks, long dim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_split")]
    internal static partial int split(nint self, long size, long dim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_split_dims")]
    internal static partial int split_dims(nint self, ReadOnlySpan<long> sizes, int sizesCount, long dim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_tensor_split")]
    internal static partial int tensor_split(nint self, long size, long dim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_tensor_split_dims")]
    internal static partial int tensor_split_dims(nint self, ReadOnlySpan<long> sizes, int sizesCount, long dim, out nint result);
}
