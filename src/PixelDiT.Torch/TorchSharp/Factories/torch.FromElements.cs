using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The elements of a .NET array of any rank, copied.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>The elements of a .NET array of any rank, copied and converted.</summary>
    /// <exception cref="NotSupportedException">No tensor holds elements of the array's type.</exception>
    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var element = rawArray.GetType().GetElementType()!;
        var type = ElementType(element);
        var pin = GCHandle.Alloc(rawArray, GCHandleType.Pinned);
        try
        {
            return FromMemory(pin.AddrOfPinnedObject(), type, ShapeOf(rawArray), dtype, device, requires_grad, names);
        }
        finally
        {
            pin.Free();
        }
    }

    /// <summary>The tensor itself, or converted and moved.</summary>
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    /// <inheritdoc cref="from_array(Array, Device)"/>
    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    /// <summary>Elements of this type read from an array's bytes, copied. count -1: as many as there are; offset in bytes.</summary>
    /// <exception cref="ArgumentException">The array is too short.</exception>
    public static unsafe Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var bytes = MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(rawArray), ByteLength(rawArray));
        var size = dtype.ElementSize();
        var wanted = count >= 0 ? count : (bytes.Length - offset) / size;
        if (offset < 0 || offset + (wanted * size) > bytes.Length)
        {
            throw new ArgumentException($"{wanted} elements of {dtype} from byte {offset} do not fit into {bytes.Length} bytes.");
        }

        fixed (byte* first = bytes)
        {
            return FromMemory((nint)(first + offset), dtype, [wanted], null, CPU, requires_grad, null);
        }
    }

    private static unsafe Tensor FromElements<T>(
        ReadOnlySpan<T> elements,
        ReadOnlySpan<long> shape,
        ScalarType? dtype,
        Device? device,
        bool requires_grad,
        string[]? names)
        where T : unmanaged
    {
        long wanted = 1;
        foreach (var size in shape)
        {
            wanted *= size;
        }

        if (wanted > elements.Length)
        {
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {wanted} vs. {elements.Length}");
        }

        fixed (T* first = elements)
        {
            return FromMemory((nint)first, ElementType(typeof(T)), shape, dtype, device, requires_grad, names);
        }
    }

    private static Tensor FromMemory(
        nint memory,
        ScalarType type,
        ReadOnlySpan<long> shape,
        ScalarType? dtype,
        Device? device,
        bool requires_grad,
        string[]? names)
    {
        var made = Tensor.Take(NativeCreate.from_elements(memory, shape, shape.Length, (int)type, out var r), r, null, null, null, "tensor");
        var target = device ?? _defaultDevice;
        if ((dtype ?? type) == type && target.type == DeviceType.CPU)
        {
            return Finish(made, requires_grad, names);
        }

        using (made)
        {
            return Finish(made.to(dtype ?? type, target), requires_grad, names);
        }
    }

    private static ReadOnlySpan<T> AsSpan<T>(IList<T> list) =>
        list switch
        {
            T[] array => array,
            List<T> grown => CollectionsMarshal.AsSpan(grown),
            _ => list.ToArray(),
        };

    private static ReadOnlySpan<T> Flat<T>(Array array) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static int ByteLength(Array array) => array.Length * ElementType(array.GetType().GetElementType()!).ElementSize();

    private static long[] ShapeOf(Array array)
    {
        var shape = new long[array.Rank];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = array.GetLongLength(i);
        }

        return shape;
    }
}
