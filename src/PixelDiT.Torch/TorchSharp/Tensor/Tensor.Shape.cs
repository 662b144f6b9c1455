using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    // Shape, views and indexing. In-place methods end in an underscore and return the tensor itself.
    public partial class Tensor
    {
        /// <summary>A new handle to the same native tensor.</summary>
        public Tensor alias() => Take(NativeShape.alias(Handle, out var r), r, this);

        /// <summary>The same memory under another shape; one size may be -1.</summary>
        public Tensor view(params long[] shape) => Take(NativeShape.view(Handle, shape, shape.Length, out var r), r, this);

        /// <summary>The same memory under other's shape.</summary>
        public Tensor view_as(Tensor other) => Take(NativeShape.view_as(Handle, other.Handle, out var r), r, this, other);

        /// <summary>The last dimension of size 2 as complex numbers.</summary>
        public Tensor view_as_complex() => Take(NativeShape.view_as_complex(Handle, out var r), r, this);

        /// <summary>Complex numbers as a last dimension of size 2.</summary>
        public Tensor view_as_real() => Take(NativeShape.view_as_real(Handle, out var r), r, this);

        /// <summary>Another shape, as a view where possible; one size may be -1.</summary>
        public Tensor reshape(params long[] shape) => Take(NativeShape.reshape(Handle, shape, shape.Length, out var r), r, this);

        /// <summary>These dimensions joined into one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) =>
            Take(NativeShape.flatten(Handle, start_dim, end_dim, out var r), r, this);

        /// <summary>One dimension split into sizes; one size may be -1.</summary>
        public Tensor unflatten(long dim, params long[] sizes) =>
            Take(NativeShape.unflatten(Handle, dim, sizes, sizes.Length, out var r), r, this);

        /// <summary>One dimension, contiguous.</summary>
        public Tensor ravel() => Take(NativeShape.ravel(Handle, out var r), r, this);

        /// <summary>Without dimensions of size 1 (or without this one, if its size is 1).</summary>
        public Tensor squeeze(long? dim = null) => Take(NativeShape.squeeze(Handle, dim, out var r), r, this);

        /// <summary>In place: without dimensions of size 1.</summary>
        public Tensor squeeze_(long? dim = null) => Done(NativeShape.squeeze_(Handle, dim), this);

        /// <summary>With a dimension of size 1 at dim.</summary>
        public Tensor unsqueeze(long dim) => Take(NativeShape.unsqueeze(Handle, dim, out var r), r, this);

        /// <summary>In place: with a dimension of size 1 at dim.</summary>
        public Tensor unsqueeze_(long dim) => Done(NativeShape.unsqueeze_(Handle, dim), this);

        /// <summary>Transposed matrix (a view).</summary>
        public Tensor t() => Take(NativeShape.t(Handle, out var r), r, this);

        /// <summary>Two dimensions exchanged (a view).</summary>
        public Tensor transpose(long dim0, long dim1) => Take(NativeShape.transpose(Handle, dim0, dim1, out var r), r, this);

        /// <summary>In place: two dimensions exchanged.</summary>
        public Tensor transpose_(long dim0, long dim1) => Done(NativeShape.transpose_(Handle, dim0, dim1), this);

        /// <summary>Two dimensions exchanged (a view).</summary>
        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>Two dimensions exchanged (a view).</summary>
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>Dimensions in another order (a view).</summary>
        public Tensor permute(params long[] permutation) =>
            Take(NativeShape.permute(Handle, permutation, permutation.Length, out var r), r, this);

        /// <summary>Dimensions in another order (a view).</summary>
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        /// <summary>Dimensions moved to other places (a view).</summary>
        public Tensor movedim(long[] source, long[] destination) =>
            Take(NativeShape.movedim(Handle, source, source.Length, destination, destination.Length, out var r), r, this);

        /// <summary>Dimensions moved to other places (a view).</summary>
        public Tensor moveaxis(long[] source, long[] destination) => movedim(source, destination);

        /// <summary>Conjugated, last two dimensions exchanged.</summary>
        public Tensor adjoint() => Take(NativeShape.adjoint(Handle, out var r), r, this);

        /// <summary>Dimensions of size 1 repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(params long[] sizes) => Take(NativeShape.expand(Handle, sizes, sizes.Length, out var r), r, this);

        /// <summary>Dimensions of size 1 repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(long[] sizes, bool isImplicit = false) =>
            Take(NativeShape.expand_dims(Handle, sizes, sizes.Length, isImplicit, out var r), r, this);

        /// <summary>Dimensions of size 1 repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);

        /// <summary>Expanded to other's shape.</summary>
        public Tensor expand_as(Tensor other) => Take(NativeShape.expand_as(Handle, other.Handle, out var r), r, this, other);

        /// <summary>Expanded to a shape.</summary>
        public Tensor broadcast_to(params long[] shape) =>
            Take(NativeShape.broadcast_to(Handle, shape, shape.Length, out var r), r, this);

        /// <summary>Copied this many times along each dimension.</summary>
        public Tensor repeat(params long[] sizes) => Take(NativeShape.repeat(Handle, sizes, sizes.Length, out var r), r, this);

        /// <summary>Each element repeated in place.</summary>
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Take(NativeShape.repeat_interleave(Handle, repeats.Handle, dim, output_size, out var r), r, this, repeats);

        /// <summary>Each element repeated in place.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Take(NativeShape.repeat_interleave_dim(Handle, repeats, dim, output_size, out var r), r, this);

        /// <summary>Copied this many times along each dimension.</summary>
        public Tensor tile(long[] reps) => Take(NativeShape.tile(Handle, reps, reps.Length, out var r), r, this);

        /// <summary>Itself when contiguous, else a contiguous copy.</summary>
        public Tensor contiguous() => Take(NativeShape.contiguous(Handle, out var r), r, this);

        /// <summary>A copy.</summary>
        public Tensor clone() => Take(NativeShape.clone(Handle, out var r), r, this);

        /// <summary>The same memory outside the gradient graph.</summary>
        public Tensor detach() => Take(NativeShape.detach(Handle, out var r), r, this);

        /// <summary>In place: taken out of the gradient graph.</summary>
        public Tensor detach_() => Done(NativeShape.detach_(Handle), this);

        /// <summary>A range of one dimension (a view).</summary>
        public Tensor narrow(long dim, long start, long length) =>
            Take(NativeShape.narrow(Handle, dim, start, length, out var r), r, this);

        /// <summary>Every step-th index of a range of one dimension (a view).</summary>
        public Tensor slice(long dim, long start, long finish, long step) =>
            Take(NativeShape.slice(Handle, dim, start, finish, step, out var r), r, this);

        /// <summary>One index of a dimension, which disappears (a view).</summary>
        public Tensor select(long dim, long index) => Take(NativeShape.select(Handle, dim, index, out var r), r, this);

        /// <summary>The given indices of one dimension.</summary>
        public Tensor index_select(long dim, Tensor index) =>
            Take(NativeShape.index_select(Handle, dim, index.Handle, out var r), r, this, index);

        /// <summary>alpha · source added at the given indices.</summary>
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Take(NativeShape.index_add(Handle, dim, index.Handle, source.Handle, NativeScalar.Of(alpha), out var r), r, this, index, source);

        /// <summary>In place: alpha · source added at the given indices.</summary>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Done(NativeShape.index_add_(Handle, dim, index.Handle, source.Handle, NativeScalar.Of(alpha)), this, index, source);

        /// <summary>source at the given indices.</summary>
        public Tensor index_copy(long dim, Tensor index, Tensor source) =>
            Take(NativeShape.index_copy(Handle, dim, index.Handle, source.Handle, out var r), r, this, index, source);

        /// <summary>In place: source at the given indices.</summary>
        public Tensor index_copy_(long dim, Tensor index, Tensor source) =>
            Done(NativeShape.index_copy_(Handle, dim, index.Handle, source.Handle), this, index, source);

        /// <summary>value at the given indices.</summary>
        public Tensor index_fill(long dim, Tensor index, Scalar value) =>
            Take(NativeShape.index_fill(Handle, dim, index.Handle, NativeScalar.Of(value), out var r), r, this, index);

        /// <summary>In place: value at the given indices.</summary>
        public Tensor index_fill_(long dim, Tensor index, Scalar value) =>
            Done(NativeShape.index_fill_(Handle, dim, index.Handle, NativeScalar.Of(value)), this, index);

        /// <summary>Elements by flat index.</summary>
        public Tensor take(Tensor index) => Take(NativeShape.take(Handle, index.Handle, out var r), r, this, index);

        /// <summary>Elements by index along dim.</summary>
        public Tensor take_along_dim(Tensor indices, long dim) =>
            Take(NativeShape.take_along_dim(Handle, indices.Handle, dim, out var r), r, this, indices);

        /// <summary>Elements by index along dim.</summary>
        public Tensor gather(long dim, Tensor index) => Take(NativeShape.gather(Handle, dim, index.Handle, out var r), r, this, index);

        /// <summary>src written at index along dim.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) =>
            Take(NativeShape.scatter(Handle, dim, index.Handle, src.Handle, out var r), r, this, index, src);

        /// <summary>In place: src written at index along dim.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) =>
            Done(NativeShape.scatter_(Handle, dim, index.Handle, src.Handle), this, index, src);

        /// <summary>src added at index along dim.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) =>
            Take(NativeShape.scatter_add(Handle, dim, index.Handle, src.Handle, out var r), r, this, index, src);

        /// <summary>In place: src added at index along dim.</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) =>
            Done(NativeShape.scatter_add_(Handle, dim, index.Handle, src.Handle), this, index, src);

        /// <summary>src in place of one index of dim.</summary>
        public Tensor select_scatter(Tensor src, long dim, long index) =>
            Take(NativeShape.select_scatter(Handle, src.Handle, dim, index, out var r), r, this, src);

        /// <summary>src in place of a range of dim.</summary>
        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
            Take(NativeShape.slice_scatter(Handle, src.Handle, dim, start, end, step, out var r), r, this, src);

        /// <summary>Reversed along these dimensions.</summary>
        public Tensor flip(params long[] dims) => Take(NativeShape.flip(Handle, dims, dims.Length, out var r), r, this);

        /// <summary>Reversed along the second dimension.</summary>
        public Tensor fliplr() => Take(NativeShape.fliplr(Handle, out var r), r, this);

        /// <summary>Reversed along the first dimension.</summary>
        public Tensor flipud() => Take(NativeShape.flipud(Handle, out var r), r, this);

        /// <summary>Shifted cyclically along these dimensions.</summary>
        public Tensor roll(long[] shifts, long[] dims) =>
            Take(NativeShape.roll(Handle, shifts, shifts.Length, dims, dims.Length, out var r), r, this);

        /// <summary>Shifted cyclically over all elements.</summary>
        public Tensor roll(long[] shifts) => roll(shifts, Array.Empty<long>());

        /// <summary>Shifted cyclically along one dimension, or over all elements.</summary>
        public Tensor roll(long shifts, long? dims = null) =>
            roll(new[] { shifts }, dims.HasValue ? new[] { dims.Value } : Array.Empty<long>());

        /// <summary>Shifted cyclically along two dimensions.</summary>
        public Tensor roll((long, long) shifts, (long, long) dims) =>
            roll(new[] { shifts.Item1, shifts.Item2 }, new[] { dims.Item1, dims.Item2 });

        /// <summary>Shifted cyclically along these dimensions.</summary>
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => roll(shifts.ToArray(), dims.ToArray());

        /// <summary>Indices of the elements that are not zero, [N, ndim].</summary>
        public Tensor nonzero() => Take(NativeShape.nonzero(Handle, out var r), r, this);

        /// <summary>Indices of the elements that are not zero, [N, ndim].</summary>
        public Tensor argwhere() => Take(NativeShape.argwhere(Handle, out var r), r, this);

        /// <summary>Lower triangle, the rest zero.</summary>
        public Tensor tril(long diagonal = 0) => Take(NativeShape.tril(Handle, diagonal, out var r), r, this);

        /// <summary>In place: lower triangle, the rest zero.</summary>
        public Tensor tril_(long diagonal = 0) => Done(NativeShape.tril_(Handle, diagonal), this);

        /// <summary>Upper triangle, the rest zero.</summary>
        public Tensor triu(long diagonal = 0) => Take(NativeShape.triu(Handle, diagonal, out var r), r, this);

        /// <summary>In place: upper triangle, the rest zero.</summary>
        public Tensor triu_(long diagonal = 0) => Done(NativeShape.triu_(Handle, diagonal), this);

        /// <summary>A diagonal of a matrix, or a matrix with that diagonal.</summary>
        public Tensor diag(long diagonal = 0) => Take(NativeShape.diag(Handle, diagonal, out var r), r, this);

        /// <summary>Matrices with this diagonal.</summary>
        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) =>
            Take(NativeShape.diag_embed(Handle, offset, dim1, dim2, out var r), r, this);

        /// <summary>A diagonal (a view).</summary>
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) =>
            Take(NativeShape.diagonal(Handle, offset, dim1, dim2, out var r), r, this);

        /// <summary>Sum of the diagonal.</summary>
        public Tensor trace() => Take(NativeShape.trace(Handle, out var r), r, this);

        /// <summary>Sliding windows along one dimension (a view).</summary>
        public Tensor unfold(long dimension, long size, long step) =>
            Take(NativeShape.unfold(Handle, dimension, size, step, out var r), r, this);

        /// <summary>The memory under this shape and strides (a view).</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            Take(NativeShape.as_strided(Handle, size, size.Length, strides, strides.Length, storageOffset, out var r), r, this);

        /// <summary>With at least one dimension.</summary>
        public Tensor atleast_1d() => Take(NativeShape.atleast_1d(Handle, out var r), r, this);

        /// <summary>With at least two dimensions.</summary>
        public Tensor atleast_2d() => Take(NativeShape.atleast_2d(Handle, out var r), r, this);

        /// <summary>With at least three dimensions.</summary>
        public Tensor atleast_3d() => Take(NativeShape.atleast_3d(Handle, out var r), r, this);

        /// <summary>The slices along a dimension, which disappears (views).</summary>
        public Tensor[] unbind(long dimension = 0) => TakeList(NativeShape.unbind(Handle, dimension, out var r), r, this);

        /// <summary>At most this many equal parts along dim (views).</summary>
        public Tensor[] chunk(long chunks, long dim = 0) => TakeList(NativeShape.chunk(Handle, chunks, dim, out var r), r, this);

        /// <summary>Parts of this size along dim (views).</summary>
        public Tensor[] split(long size, int dim = 0) => TakeList(NativeShape.split(Handle, size, dim, out var r), r, this);

        /// <summary>Parts of these sizes along dim (views).</summary>
        public Tensor[] split(long[] sizes, long dim = 0) =>
            TakeList(NativeShape.split_dims(Handle, sizes, sizes.Length, dim, out var r), r, this);

        /// <summary>Parts of these sizes along dim (views).</summary>
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);

        /// <summary>Parts of these sizes along the first dimension (views).</summary>
        public Tensor[] split(params long[] sizes) => split(sizes, 0L);

        /// <summary>This many nearly equal parts along dim (views).</summary>
        public Tensor[] tensor_split(long size, long dim = 0) =>
            TakeList(NativeShape.tensor_split(Handle, size, dim, out var r), r, this);

        /// <summary>Parts split at these indices along dim (views).</summary>
        public Tensor[] tensor_split(long[] sizes, long dim = 0) =>
            TakeList(NativeShape.tensor_split_dims(Handle, sizes, sizes.Length, dim, out var r), r, this);
    }
}
