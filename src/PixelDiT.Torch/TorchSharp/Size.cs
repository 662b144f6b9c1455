using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The sizes of a tensor's dimensions.</summary>
    public struct Size : IEnumerable<long>, IEquatable<Size>
    {
        private readonly long[]? _shape;

        /// <summary>From sizes.</summary>
        public Size(long[] shape) => _shape = (long[])shape.Clone();

        /// <summary>From sizes.</summary>
        public Size(IEnumerable<long> shape) => _shape = shape.ToArray();

        /// <summary>From sizes.</summary>
        public Size(int[] shape) => _shape = Array.ConvertAll(shape, s => (long)s);

        /// <summary>One dimension.</summary>
        public Size(long size) => _shape = [size];

        /// <summary>No dimensions.</summary>
        public static readonly Size Empty = new(Array.Empty<long>());

        /// <summary>Whether there are no dimensions.</summary>
        public readonly bool IsEmpty => Length == 0;

        /// <summary>Whether there are no dimensions.</summary>
        public readonly bool IsScalar => Length == 0;

        /// <summary>Number of dimensions.</summary>
        public readonly int Length => Shape.Length;

        /// <summary>The sizes.</summary>
        public readonly long[] Shape => _shape ?? [];

        /// <summary>One size; negative counts from the end.</summary>
        public readonly long this[int idx] => Shape[idx < 0 ? idx + Length : idx];

        /// <summary>One size; negative counts from the end.</summary>
        public readonly long this[long idx] => Shape[idx < 0 ? idx + Length : idx];

        /// <summary>From sizes.</summary>
        public static implicit operator Size(long size) => new(size);

        /// <summary>From sizes.</summary>
        public static implicit operator Size((long, long) size) => new(new long[] { size.Item1, size.Item2 });

        /// <summary>From sizes.</summary>
        public static implicit operator Size((long, long, long) size) => new(new long[] { size.Item1, size.Item2, size.Item3 });

        /// <summary>From sizes.</summary>
        public static implicit operator Size((long, long, long, long) size) => new(new long[] { size.Item1, size.Item2, size.Item3, size.Item4 });

        /// <summary>From sizes.</summary>
        public static implicit operator Size(long[] size) => new(size);

        /// <summary>Same sizes.</summary>
        public static bool operator ==(Size left, Size right) => left.Equals(right);

        /// <summary>Other sizes.</summary>
        public static bool operator !=(Size left, Size right) => !left.Equals(right);

        /// <summary>Number of elements.</summary>
        public readonly long numel() => Shape.TotalSize();

        /// <summary>The dimensions from first up to, not including, next.</summary>
        public readonly Size Slice(int first, int next) => new(Shape[first..next]);

        /// <inheritdoc/>
        public readonly bool Equals(Size other) => Shape.AsSpan().SequenceEqual(other.Shape);

        /// <inheritdoc/>
        public override readonly bool Equals(object? obj) => obj is Size other && Equals(other);

        /// <inheritdoc/>
        public override readonly int GetHashCode() => Shape.Aggregate(17, HashCode.Combine);

        /// <inheritdoc/>
        public readonly IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Shape).GetEnumerator();

        /// <inheritdoc/>
        readonly IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
