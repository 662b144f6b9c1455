using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    // Reductions. In-place methods end in an underscore and return the tensor itself.
    public partial class Tensor
    {
        /// <summary>Sum of all elements.</summary>
        public Tensor sum(ScalarType? type = null) => Take(NativeReduce.sum(Handle, TypeOf(type), out var r), r, this);

        /// <summary>Sum over these dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            Take(NativeReduce.sum_dims(Handle, dim, dim.Length, keepdim, TypeOf(type), out var r), r, this);

        /// <summary>Sum over these dimensions.</summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => sum(dim.ToArray(), keepdim, type);

        /// <summary>Sum over one dimension. A literal 0 picks the overload with a type (C# converts it to any enum): write [0].</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum(new[] { dim }, keepdim, type);

        /// <summary>Sum over two dimensions.</summary>
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            sum(new[] { dim0, dim1 }, keepdim, type);

        /// <summary>Sum over three dimensions.</summary>
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum(new[] { dim0, dim1, dim2 }, keepdim, type);

        /// <summary>Product of all elements.</summary>
        public Tensor prod(ScalarType? type = null) => Take(NativeReduce.prod(Handle, TypeOf(type), out var r), r, this);

        /// <summary>Product over one dimension. A literal 0 picks the overload with a type (C# converts it to any enum).</summary>
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            Take(NativeReduce.prod_dim(Handle, dim, keepdim, TypeOf(type), out var r), r, this);

        /// <summary>Mean of all elements.</summary>
        public Tensor mean() => Take(NativeReduce.mean(Handle, out var r), r, this);

        /// <summary>Mean over these dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Take(NativeReduce.mean_dims(Handle, dimensions, dimensions.Length, keepdim, TypeOf(type), out var r), r, this);

        /// <summary>Mean of the elements that are not NaN.</summary>
        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
            Take(NativeReduce.nanmean(Handle, dim, keepdim, TypeOf(dtype), out var r), r, this);

        /// <summary>Sum of the elements that are not NaN.</summary>
        public Tensor nansum() => Take(NativeReduce.nansum(Handle, out var r), r, this);

        /// <summary>Median of all elements (the lower one of two).</summary>
        public Tensor median() => Take(NativeReduce.median(Handle, out var r), r, this);

        /// <summary>Median of the elements that are not NaN.</summary>
        public Tensor nanmedian() => Take(NativeReduce.nanmedian(Handle, out var r), r, this);

        /// <summary>Largest element.</summary>
        public Tensor max() => Take(NativeReduce.max(Handle, out var r), r, this);

        /// <summary>Smallest element.</summary>
        public Tensor min() => Take(NativeReduce.min(Handle, out var r), r, this);

        /// <summary>Elementwise maximum.</summary>
        public Tensor max(Tensor other) => maximum(other);

        /// <summary>Elementwise minimum.</summary>
        public Tensor min(Tensor other) => minimum(other);

        /// <summary>Largest elements along dim and where they are.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
            Take(NativeReduce.max_dim(Handle, dim, keepdim, out var r, out var r2), r, r2, this);

        /// <summary>Smallest elements along dim and where they are.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
            Take(NativeReduce.min_dim(Handle, dim, keepdim, out var r, out var r2), r, r2, this);

        /// <summary>Largest elements over these dimensions.</summary>
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            Take(NativeReduce.amax(Handle, dims, dims.Length, keepdim, HandleOf(@out), out var r), r, this, @out);

        /// <summary>Smallest elements over these dimensions.</summary>
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            Take(NativeReduce.amin(Handle, dims, dims.Length, keepdim, HandleOf(@out), out var r), r, this, @out);

        /// <summary>Largest elements over these dimensions.</summary>
        public Tensor amax(params long[] dims) => amax(dims, false, null);

        /// <summary>Smallest elements over these dimensions.</summary>
        public Tensor amin(params long[] dims) => amin(dims, false, null);

        /// <summary>Largest elements over these dimensions.</summary>
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amax(dims.ToArray(), keepdim, @out);

        /// <summary>Smallest elements over these dimensions.</summary>
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amin(dims.ToArray(), keepdim, @out);

        /// <summary>Smallest and largest elements.</summary>
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) =>
            Take(NativeReduce.aminmax(Handle, dim, keepdim, out var r, out var r2), r, r2, this);

        /// <summary>Flat index of the largest element.</summary>
        public Tensor argmax() => Take(NativeReduce.argmax(Handle, out var r), r, this);

        /// <summary>Flat index of the smallest element.</summary>
        public Tensor argmin() => Take(NativeReduce.argmin(Handle, out var r), r, this);

        /// <summary>Index of the largest element along dim.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => Take(NativeReduce.argmax_dim(Handle, dim, keepdim, out var r), r, this);

        /// <summary>Index of the smallest element along dim.</summary>
        public Tensor argmin(long dim, bool keepdim = false) => Take(NativeReduce.argmin_dim(Handle, dim, keepdim, out var r), r, this);

        /// <summary>Whether all elements are non-zero.</summary>
        public Tensor all() => Take(NativeReduce.all(Handle, out var r), r, this);

        /// <summary>Whether all elements along dim are non-zero.</summary>
        public Tensor all(long dim, bool keepdim = false) => Take(NativeReduce.all_dim(Handle, dim, keepdim, out var r), r, this);

        /// <summary>Whether any element is non-zero.</summary>
        public Tensor any() => Take(NativeReduce.any(Handle, out var r), r, this);

        /// <summary>Whether any element along dim is non-zero.</summary>
        public Tensor any(long dim, bool keepdim = false) => Take(NativeReduce.any_dim(Handle, dim, keepdim, out var r), r, this);

        /// <summary>Standard deviation of all elements.</summary>
        public Tensor std(bool unbiased = true) => Take(NativeReduce.std(Handle, unbiased, out var r), r, this);

        /// <summary>Variance of all elements.</summary>
        public Tensor var(bool unbiased = true) => Take(NativeReduce.var(Handle, unbiased, out var r), r, this);

        /// <summary>Standard deviation over these dimensions.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Take(NativeReduce.std_dims(Handle, dimensions, dimensions.Length, unbiased, keepdim, TypeOf(type), out var r), r, this);

        /// <summary>Variance over these dimensions.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Take(NativeReduce.var_dims(Handle, dimensions, dimensions.Length, unbiased, keepdim, TypeOf(type), out var r), r, this);

        /// <summary>Standard deviation over these dimensions.</summary>
        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>Variance over these dimensions.</summary>
        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>Standard deviation along dim.</summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(new[] { dim }, unbiased, keepdim, type);

        /// <summary>Variance along dim.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(new[] { dim }, unbiased, keepdim, type);

        /// <summary>Standard deviation and mean of all elements.</summary>
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) =>
            Take(NativeReduce.std_mean(Handle, unbiased, out var r, out var r2), r, r2, this);

        /// <summary>Variance and mean of all elements.</summary>
        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) =>
            Take(NativeReduce.var_mean(Handle, unbiased, out var r, out var r2), r, r2, this);

        /// <summary>Standard deviation and mean over these dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Take(NativeReduce.std_mean_dims(Handle, dimensions, dimensions.Length, unbiased, keepdim, TypeOf(type), out var r, out var r2), r, r2, this);

        /// <summary>Variance and mean over these dimensions.</summary>
        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Take(NativeReduce.var_mean_dims(Handle, dimensions, dimensions.Length, unbiased, keepdim, TypeOf(type), out var r, out var r2), r, r2, this);

        /// <summary>p-norm of all elements.</summary>
        public Tensor norm(float p = 2) => Take(NativeReduce.norm(Handle, p, out var r), r, this);

        /// <summary>p-norm along dim.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2) =>
            Take(NativeReduce.norm_dim(Handle, dim, keepdim, p, out var r), r, this);

        /// <summary>p-norm of the difference.</summary>
        public Tensor dist(Tensor other, float p = 2) => Take(NativeReduce.dist(Handle, other.Handle, p, out var r), r, this, other);

        /// <summary>Logarithm of the sum of exponentials along dim.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) =>
            Take(NativeReduce.logsumexp(Handle, dim, keepdim, out var r), r, this);

        /// <summary>Quantiles q (0 to 1) along dim, linearly interpolated.</summary>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) =>
            Take(NativeReduce.quantile(Handle, q.Handle, dim, keepdim, out var r), r, this, q);

        /// <summary>Quantiles q (0 to 1) along dim of the elements that are not NaN.</summary>
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) =>
            Take(NativeReduce.nanquantile(Handle, q.Handle, dim, keepdim, out var r), r, this, q);

        /// <summary>Most frequent elements along dim and where they are.</summary>
        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false) =>
            Take(NativeReduce.mode(Handle, dim, keepdim, out var r, out var r2), r, r2, this);

        /// <summary>Number of elements that are not zero.</summary>
        public Tensor count_nonzero(long[]? dims = null) =>
            Take(NativeReduce.count_nonzero(Handle, dims, dims?.Length ?? 0, out var r), r, this);

        /// <summary>Distinct elements, each element's place among them, and their counts.</summary>
        public (Tensor output, Tensor inverse_indices, Tensor counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Take(NativeReduce.unique(Handle, sorted, return_inverse, return_counts, dim, out var r, out var r2, out var r3), r, r2, r3, this);

        /// <summary>The first of each run of equal elements, each element's run, and the runs' lengths.</summary>
        public (Tensor output, Tensor inverse_indices, Tensor counts) unique_consecutive(bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Take(NativeReduce.unique_consecutive(Handle, return_inverse, return_counts, dim, out var r, out var r2, out var r3), r, r2, r3, this);

        /// <summary>How often each non-negative integer occurs.</summary>
        public Tensor bincount(Tensor? weights, long minlength = 0) =>
            Take(NativeReduce.bincount(Handle, HandleOf(weights), minlength, out var r), r, this, weights);
    }
}
