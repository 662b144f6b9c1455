using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    // Indexing: x[0, Ellipsis, 1..3], masks and index tensors.
    public partial class Tensor
    {
        /// <summary>The selected part: a view for integers and slices, a copy where an index is a tensor.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>The elements at these indices, or under these masks.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>One index of the first dimension (a view).</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => index(TensorIndex.Single(i1));
            set => index_put_(value, TensorIndex.Single(i1));
        }

        /// <summary>One index of each of the first two dimensions (a view).</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(TensorIndex.Single(i1), TensorIndex.Single(i2));
            set => index_put_(value, TensorIndex.Single(i1), TensorIndex.Single(i2));
        }

        /// <summary>One index of each of the first three dimensions (a view).</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3));
            set => index_put_(value, TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3));
        }

        /// <summary>One index of each of the first four dimensions (a view).</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3), TensorIndex.Single(i4));
            set => index_put_(value, TensorIndex.Single(i1), TensorIndex.Single(i2), TensorIndex.Single(i3), TensorIndex.Single(i4));
        }

        /// <summary>The selected part: a view for integers and slices, a copy where an index is a tensor.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            var packed = new PackedIndices(indices);
            return Take(NativeTensor.index(Handle, packed.Kinds, packed.Values, packed.Tensors, indices.Length, out var r), r, this, keep: indices);
        }

        /// <summary>The elements at these indices, or under these masks.</summary>
        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));

        /// <summary>In place: value, broadcast, at the selected part.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        /// <summary>In place: value, broadcast, put at or added to the selected part.</summary>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            var packed = new PackedIndices(indices);
            return Done(
                NativeTensor.index_put_(Handle, packed.Kinds, packed.Values, packed.Tensors, indices.Length, value.Handle, accumulate),
                this,
                value,
                keep: indices);
        }

        /// <summary>In place: value at these indices, or under these masks.</summary>
        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        /// <summary>In place: value put at or added to these indices.</summary>
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor), accumulate);

        /// <summary>In place: one number at the selected part.</summary>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            var packed = new PackedIndices(indices);
            return Done(
                NativeTensor.index_put_number_(
                    Handle, packed.Kinds, packed.Values, packed.Tensors, indices.Length, NativeScalar.Of(value)),
                this,
                keep: indices);
        }

        /// <summary>In place: one number at these indices, or under these masks.</summary>
        public Tensor index_put_(Scalar value, params Tensor[] indices) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        // Indices as the native side reads them: a letter each, three numbers each, a tensor or none each.
        private readonly struct PackedIndices
        {
            internal readonly string Kinds;
            internal readonly long[] Values;
            internal readonly nint[] Tensors;

            internal PackedIndices(TensorIndex[] indices)
            {
                Kinds = string.Create(indices.Length, indices, static (kinds, all) =>
                {
                    for (var i = 0; i < kinds.Length; i++)
                    {
                        kinds[i] = all[i].Letter;
                    }
                });
                Values = new long[3 * indices.Length];
                Tensors = new nint[indices.Length];
                for (var i = 0; i < indices.Length; i++)
                {
                    indices[i].Pack(Values.AsSpan(3 * i, 3));
                    Tensors[i] = HandleOf(indices[i].Indices);
                }
            }
        }
    }

    /// <summary>One index of an indexing operation: an integer, a slice, an ellipsis, a new axis, a truth value or a tensor.</summary>
    public struct TensorIndex
    {
        private long? _start;
        private long? _stop;
        private long? _step;

        internal Tensor? Indices { get; private set; }

        internal char Letter { get; private set; }

        /// <summary>As many whole dimensions as are left.</summary>
        public static readonly TensorIndex Ellipsis = new() { Letter = '.' };

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex None = new() { Letter = 'n' };

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex Null = None;

        /// <summary>A whole dimension.</summary>
        public static readonly TensorIndex Colon = Slice();

        /// <summary>A range of a dimension; negative bounds count from the end, the stop is excluded.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Letter = 's', _start = start, _stop = stop, _step = step };

        /// <summary>A range of a dimension.</summary>
        public static TensorIndex Slice((int?, int?) range) => Slice(range.Item1, range.Item2);

        /// <summary>A range of a dimension.</summary>
        public static TensorIndex Slice(Range range) =>
            Slice(FromIndex(range.Start), range.End.IsFromEnd && range.End.Value == 0 ? null : FromIndex(range.End));

        /// <summary>A truth value.</summary>
        public static TensorIndex Bool(bool value) => new() { Letter = 'b', _start = value ? 1 : 0 };

        /// <summary>One index of a dimension.</summary>
        public static TensorIndex Single(long? index) => new() { Letter = 'i', _start = index };

        /// <summary>Indices, or a mask.</summary>
        public static TensorIndex Tensor(Tensor tensor) => new() { Letter = 't', Indices = tensor };

        /// <summary>One index of a dimension.</summary>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>A range of a dimension.</summary>
        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);

        /// <summary>A range of a dimension.</summary>
        public static implicit operator TensorIndex(Range range) => Slice(range);

        /// <summary>One index of a dimension, from the start or from the end.</summary>
        public static implicit operator TensorIndex(Index index) => Single(FromIndex(index));

        internal readonly void Pack(Span<long> values)
        {
            values[0] = _start ?? long.MinValue;
            values[1] = _stop ?? long.MinValue;
            values[2] = _step ?? long.MinValue;
        }

        private static long FromIndex(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
