using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    // Comparison and logic. In-place methods end in an underscore and return the tensor itself.
    public partial class Tensor
    {
        /// <summary>Whether the elements are equal.</summary>
        public Tensor eq(Tensor target) => Take(NativeCompare.eq(Handle, target.Handle, out var r), r, this, target);

        /// <summary>In place: whether the elements are equal.</summary>
        public Tensor eq_(Tensor target) => Done(NativeCompare.eq_(Handle, target.Handle), this, target);

        /// <summary>Whether the elements are equal.</summary>
        public Tensor eq(Scalar target) => Take(NativeCompare.eq_scalar(Handle, NativeScalar.Of(target), out var r), r, this);

        /// <summary>In place: whether the elements are equal.</summary>
        public Tensor eq_(Scalar target) => Done(NativeCompare.eq_scalar_(Handle, NativeScalar.Of(target)), this);

        /// <summary>Whether the elements differ.</summary>
        public Tensor ne(Tensor target) => Take(NativeCompare.ne(Handle, target.Handle, out var r), r, this, target);

        /// <summary>In place: whether the elements differ.</summary>
        public Tensor ne_(Tensor target) => Done(NativeCompare.ne_(Handle, target.Handle), this, target);

        /// <summary>Whether the elements differ.</summary>
        public Tensor ne(Scalar target) => Take(NativeCompare.ne_scalar(Handle, NativeScalar.Of(target), out var r), r, this);

        /// <summary>In place: whether the elements differ.</summary>
        public Tensor ne_(Scalar target) => Done(NativeCompare.ne_scalar_(Handle, NativeScalar.Of(target)), this);

        /// <summary>Whether the elements are less.</summary>
        public Tensor lt(Tensor target) => Take(NativeCompare.lt(Handle, target.Handle, out var r), r, this, target);

        /// <summary>In place: whether the elements are less.</summary>
        public Tensor lt_(Tensor target) => Done(NativeCompare.lt_(Handle, target.Handle), this, target);

        /// <summary>Whether the elements are less.</summary>
        public Tensor lt(Scalar target) => Take(NativeCompare.lt_scalar(Handle, NativeScalar.Of(target), out var r), r, this);

        /// <summary>In place: whether the elements are less.</summary>
        public Tensor lt_(Scalar target) => Done(NativeCompare.lt_scalar_(Handle, NativeScalar.Of(target)), this);

        /// <summary>Whether the elements are less or equal.</summary>
        public Tensor le(Tensor target) => Take(NativeCompare.le(Handle, target.Handle, out var r), r, this, target);

        /// <summary>In place: whether the elements are less or equal.</summary>
        public Tensor le_(Tensor target) => Done(NativeCompare.le_(Handle, target.Handle), this, target);

        /// <summary>Whether the elements are less or equal.</summary>
        public Tensor le(Scalar target) => Take(NativeCompare.le_scalar(Handle, NativeScalar.Of(target), out var r), r, this);

        /// <summary>In place: whether the elements are less or equal.</summary>
        public Tensor le_(Scalar target) => Done(NativeCompare.le_scalar_(Handle, NativeScalar.Of(target)), this);

        /// <summary>Whether the elements are greater.</summary>
        public Tensor gt(Tensor target) => Take(NativeCompare.gt(Handle, target.Handle, out var r), r, this, target);

        /// <summary>In place: whether the elements are greater.</summary>
        public Tensor gt_(Tensor target) => Done(NativeCompare.gt_(Handle, target.Handle), this, target);

        /// <summary>Whether the elements are greater.</summary>
        public Tensor gt(Scalar target) => Take(NativeCompare.gt_scalar(Handle, NativeScalar.Of(target), out var r), r, this);

        /// <summary>In place: whether the elements are greater.</summary>
        public Tensor gt_(Scalar target) => Done(NativeCompare.gt_scalar_(Handle, NativeScalar.Of(target)), this);

        /// <summary>Whether the elements are greater or equal.</summary>
        public Tensor ge(Tensor target) => Take(NativeCompare.ge(Handle, target.Handle, out var r), r, this, target);

        /// <summary>In place: whether the elements are greater or equal.</summary>
        public Tensor ge_(Tensor target) => Done(NativeCompare.ge_(Handle, target.Handle), this, target);

        /// <summary>Whether the elements are greater or equal.</summary>
        public Tensor ge(Scalar target) => Take(NativeCompare.ge_scalar(Handle, NativeScalar.Of(target), out var r), r, this);

        /// <summary>In place: whether the elements are greater or equal.</summary>
        public Tensor ge_(Scalar target) => Done(NativeCompare.ge_scalar_(Handle, NativeScalar.Of(target)), this);

        /// <summary>Whether the elements are greater or equal.</summary>
        public Tensor greater_equal(Tensor target) => ge(target);

        /// <summary>Whether the elements are greater.</summary>
        public Tensor greater(Tensor target) => gt(target);

        /// <summary>Whether the elements are less or equal.</summary>
        public Tensor less_equal(Tensor target) => le(target);

        /// <summary>Whether the elements are less.</summary>
        public Tensor less(Tensor target) => lt(target);

        /// <summary>Whether the elements differ.</summary>
        public Tensor not_equal(Tensor target) => ne(target);

        /// <summary>Whether the elements are equal.</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>In place: whether the elements are less or equal.</summary>
        public Tensor less_equal_(Tensor target) => le_(target);

        /// <summary>In place: whether the elements differ.</summary>
        public Tensor not_equal_(Tensor target) => ne_(target);

        /// <summary>Whether each element is NaN.</summary>
        public Tensor isnan() => Take(NativeCompare.isnan(Handle, out var r), r, this);

        /// <summary>Whether each element is infinite.</summary>
        public Tensor isinf() => Take(NativeCompare.isinf(Handle, out var r), r, this);

        /// <summary>Whether each element is finite.</summary>
        public Tensor isfinite() => Take(NativeCompare.isfinite(Handle, out var r), r, this);

        /// <summary>Whether each element is +∞.</summary>
        public Tensor isposinf() => Take(NativeCompare.isposinf(Handle, out var r), r, this);

        /// <summary>Whether each element is -∞.</summary>
        public Tensor isneginf() => Take(NativeCompare.isneginf(Handle, out var r), r, this);

        /// <summary>Whether each element has no imaginary part.</summary>
        public Tensor isreal() => Take(NativeCompare.isreal(Handle, out var r), r, this);

        /// <summary>Whether |this - other| ≤ atol + rtol · |other|.</summary>
        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
            Take(NativeCompare.isclose(Handle, other.Handle, rtol, atol, nanEqual, out var r), r, this, other);

        /// <summary>Whether each element is among test_elements.</summary>
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Take(NativeCompare.isin(Handle, test_elements.Handle, assumeUnique, invert, out var r), r, this, test_elements);

        /// <summary>Whether all |this - target| ≤ atol + rtol · |target|.</summary>
        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
            Value(NativeCompare.allclose(Handle, target.Handle, rtol, atol, equal_nan, out var r), r, this, target) != 0;

        /// <summary>value where mask is true.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) =>
            Take(NativeCompare.masked_fill(Handle, mask.Handle, NativeScalar.Of(value), out var r), r, this, mask);

        /// <summary>In place: value where mask is true.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) =>
            Done(NativeCompare.masked_fill_(Handle, mask.Handle, NativeScalar.Of(value)), this, mask);

        /// <summary>The elements where mask is true, as one dimension.</summary>
        public Tensor masked_select(Tensor mask) => Take(NativeCompare.masked_select(Handle, mask.Handle, out var r), r, this, mask);

        /// <summary>value's elements in order where mask is true.</summary>
        public Tensor masked_scatter(Tensor mask, Tensor value) =>
            Take(NativeCompare.masked_scatter(Handle, mask.Handle, value.Handle, out var r), r, this, mask, value);

        /// <summary>In place: value's elements in order where mask is true.</summary>
        public Tensor masked_scatter_(Tensor mask, Tensor value) =>
            Done(NativeCompare.masked_scatter_(Handle, mask.Handle, value.Handle), this, mask, value);

        /// <summary>This where condition is true, else y.</summary>
        public Tensor where(Tensor condition, Tensor y) =>
            Take(NativeCompare.where(Handle, condition.Handle, y.Handle, out var r), r, this, condition, y);

        /// <summary>Sorted values along dim and where they came from.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Take(NativeCompare.sort(Handle, dim, descending, stable, out var r, out var r2), r, r2, this);

        /// <summary>The indices that sort along dim.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) =>
            Take(NativeCompare.argsort(Handle, dim, descending, out var r), r, this);

        /// <summary>Sorted along the first dimension.</summary>
        public Tensor msort() => Take(NativeCompare.msort(Handle, out var r), r, this);

        /// <summary>The k largest (or smallest) elements along dim and their indices.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Take(NativeCompare.topk(Handle, k, dim, largest, sorted, out var r, out var r2), r, r2, this);

        /// <summary>The k-th smallest element along dim and its index.</summary>
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            Take(NativeCompare.kthvalue(Handle, k, dim, keepdim, out var r, out var r2), r, r2, this);

        /// <summary>Index of the bucket each element falls in.</summary>
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            Take(NativeCompare.bucketize(Handle, boundaries.Handle, outInt32, right, out var r), r, this, boundaries);
    }
}
