using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The elements of a host tensor or view, in order, whatever its strides.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _packed;
    private readonly T* _elements;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
        {
            throw new InvalidOperationException(
                "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        }

        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _packed = tensor.is_contiguous();
        Count = tensor.numel();
        _elements = (T*)tensor.DataPointer();
    }

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary>False: elements may be written.</summary>
    public bool IsReadOnly => false;

    /// <summary>An element by one flat index, or by one index per dimension.</summary>
    /// <exception cref="IndexOutOfRangeException">Outside the tensor.</exception>
    public T this[params long[] indices]
    {
        get => Alive()[OffsetOf(indices)];
        set => Alive()[OffsetOf(indices)] = value;
    }

    /// <summary>All elements in order.</summary>
    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>All elements in an array of the tensor's dimensions (one element in one dimension when it has none).</summary>
    public Array ToNDArray()
    {
        if (_shape.Length < 2)
        {
            return ToArray();
        }

        var result = Array.CreateInstance(typeof(T), _shape);
        var flat = ToArray();
        fixed (T* source = flat)
        {
            var bytes = flat.LongLength * sizeof(T);
            var pin = System.Runtime.InteropServices.GCHandle.Alloc(result, System.Runtime.InteropServices.GCHandleType.Pinned);
            try
            {
                Buffer.MemoryCopy(source, (void*)pin.AddrOfPinnedObject(), bytes, bytes);
            }
            finally
            {
                pin.Free();
            }
        }

        return result;
    }

    /// <summary>Copies elements from a flat position on, as many as fit.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies elements from a flat position on, as many as fit.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        var count = (int)Math.Min(target.Length, Count - tensorIndex);
        var elements = Alive();
        if (_packed)
        {
            new ReadOnlySpan<T>(elements + tensorIndex, count).CopyTo(target);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            target[i] = elements[OffsetOf(tensorIndex + i)];
        }
    }

    /// <summary>Overwrites elements from a flat position on, as many as there are.</summary>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <summary>Overwrites elements from a flat position on, as many as there are.</summary>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        var count = (int)Math.Min(source.Length, Count - tensorIndex);
        var elements = Alive();
        if (_packed)
        {
            source[..count].CopyTo(new Span<T>(elements + tensorIndex, count));
            return;
        }

        for (var i = 0; i < count; i++)
        {
            elements[OffsetOf(tensorIndex + i)] = source[i];
        }
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Does nothing: the tensor owns the memory.</summary>
    public void Dispose()
    {
    }

    private T* Alive()
    {
        _ = _tensor.Handle;
        return _elements;
    }

    private long OffsetOf(long[] indices)
    {
        if (indices.Length == 1)
        {
            return OffsetOf(indices[0]);
        }

        if (indices.Length != _shape.Length)
        {
            throw new ArgumentException($"{indices.Length} indices for a tensor of {_shape.Length} dimensions.", nameof(indices));
        }

        long offset = 0;
        for (var i = 0; i < indices.Length; i++)
        {
            if ((ulong)indices[i] >= (ulong)_shape[i])
            {
                throw new IndexOutOfRangeException($"Index {indices[i]} in dimension {i} of size {_shape[i]}.");
            }

            offset += indices[i] * _strides[i];
        }

        return offset;
    }

    private long OffsetOf(long flat)
    {
        if ((ulong)flat >= (ulong)Count)
        {
            throw new IndexOutOfRangeException($"Index {flat} in a tensor of {Count} elements.");
        }

        if (_packed)
        {
            return flat;
        }

        long offset = 0;
        for (var i = _shape.Length - 1; i >= 0; i--)
        {
            flat = Math.DivRem(flat, _shape[i], out var index);
            offset += index * _strides[i];
        }

        return offset;
    }
}
