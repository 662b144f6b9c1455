using PixelDiT.Torch.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    // Elements: reading, writing, converting, moving.
    public partial class Tensor
    {
        /// <summary>The memory of a contiguous host tensor; valid while the tensor lives.</summary>
        /// <exception cref="InvalidOperationException">Not contiguous or not in host memory.</exception>
        /// <exception cref="ArgumentException">More than 2 GiB, or set from a span of another length.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                var d = Describe();
                var length = d.Elements * d.ElementSize;
                RequireReadable(d);
                if (length > int.MaxValue)
                {
                    throw new ArgumentException("Span only supports up to int.MaxValue elements.");
                }

                return new Span<byte>((void*)DataPointer(), (int)length);
            }

            set
            {
                var d = Describe();
                RequireReadable(d);
                if (d.Elements * d.ElementSize != value.Length)
                {
                    throw new ArgumentException($"{value.Length} bytes for a tensor of {d.Elements * d.ElementSize} bytes.");
                }

                value.CopyTo(new Span<byte>((void*)DataPointer(), value.Length));
            }
        }

        /// <summary>Access to the elements of a host tensor; the type must match.</summary>
        /// <exception cref="ArgumentException">The element type differs.</exception>
        /// <exception cref="InvalidOperationException">Not in host memory.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireType<T>(dtype);
            return new TensorAccessor<T>(this);
        }

        /// <summary>The one element, from any device; the type must match.</summary>
        /// <exception cref="ArgumentException">There is not exactly one element, or its type differs.</exception>
        public T item<T>()
            where T : unmanaged
        {
            var d = Describe();
            if (d.Elements != 1)
            {
                throw new ArgumentException($"item() takes a tensor with one element, not {d.Elements}.");
            }

            RequireType<T>((ScalarType)d.Dtype);
            if (d.DeviceKind == (int)DeviceType.CPU)
            {
                return new TensorAccessor<T>(this)[0];
            }

            using var local = cpu();
            return new TensorAccessor<T>(local)[0];
        }

        /// <summary>The one element as a number.</summary>
        public Scalar ToScalar()
        {
            Check(NativeTensor.item(Handle, out var value), "ToScalar", this, null, null);
            return new Scalar(value);
        }

        /// <summary>Another element type; itself under a new handle when nothing changes and no copy is asked for.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            AndThen(disposeAfter, Take(NativeTensor.to(Handle, (int)type, -1, -1, copy, non_blocking, out var r), r, this, null, null, "to_type"));

        /// <inheritdoc cref="to_type"/>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>On another device; itself under a new handle when it is there already.</summary>
        public Tensor to(
            DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            AndThen(disposeAfter, Take(NativeTensor.to(Handle, -1, (int)deviceType, deviceIndex, copy, non_blocking, out var r), r, this));

        /// <summary>Another element type on another device.</summary>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            AndThen(
                disposeAfter,
                Take(NativeTensor.to(Handle, (int)type, (int)device.type, device.index, copy, non_blocking, out var r), r, this));

        /// <inheritdoc cref="to(DeviceType, int, bool, bool, bool)"/>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        /// <inheritdoc cref="to(DeviceType, int, bool, bool, bool)"/>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(device.type, device.index, copy, disposeAfter, non_blocking);

        /// <summary>Type and device of another tensor.</summary>
        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        /// <summary>Another element type.</summary>
        public Tensor type(ScalarType dtype) => to_type(dtype);

        /// <summary>The element type of another tensor.</summary>
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        /// <summary>In host memory.</summary>
        public Tensor cpu() => to(DeviceType.CPU);

        /// <summary>On a CUDA device (default: the current one).</summary>
        /// <exception cref="ArgumentException">The device is no CUDA device.</exception>
        public Tensor cuda(Device? device = null, bool non_blocking = false)
        {
            if (device is not null && device.type != DeviceType.CUDA)
            {
                throw new ArgumentException("Not a CUDA device.", nameof(device));
            }

            return to(DeviceType.CUDA, device?.index ?? -1, non_blocking: non_blocking);
        }

        /// <summary>As truth values.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>As unsigned 8-bit integers.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>As signed 8-bit integers.</summary>
        public Tensor @char() => to_type(ScalarType.Int8);

        /// <summary>As 16-bit integers.</summary>
        public Tensor @short() => to_type(ScalarType.Int16);

        /// <summary>As 32-bit integers.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);

        /// <summary>As 64-bit integers.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>In half precision.</summary>
        public Tensor half() => to_type(ScalarType.Float16);

        /// <summary>In bfloat16.</summary>
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        /// <summary>In single precision.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>In double precision.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>In place: the elements of another tensor, converted, moved and broadcast.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) =>
            Done(NativeTensor.copy_(Handle, source.Handle, nonBlocking), this, source);

        /// <summary>In place: becomes another handle to source's memory.</summary>
        public Tensor set_(Tensor source) => Done(NativeTensor.set_(Handle, source.Handle), this, source);

        /// <summary>A sparse tensor written out.</summary>
        public Tensor to_dense() => Take(NativeTensor.to_dense(Handle, out var r), r, this);

        /// <summary>Writes the bytes of a contiguous host tensor.</summary>
        public unsafe void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            var d = Describe();
            RequireReadable(d);
            var at = (byte*)DataPointer();
            for (var left = d.Elements * d.ElementSize; left > 0;)
            {
                var piece = (int)Math.Min(left, Math.Max(bufferSize, 1));
                stream.Write(new ReadOnlySpan<byte>(at, piece));
                at += piece;
                left -= piece;
            }

            GC.KeepAlive(this);
        }

        /// <summary>Fills a contiguous host tensor.</summary>
        /// <exception cref="EndOfStreamException">The stream ends too early.</exception>
        public unsafe void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            var d = Describe();
            RequireReadable(d);
            var at = (byte*)DataPointer();
            for (var left = d.Elements * d.ElementSize; left > 0;)
            {
                var piece = (int)Math.Min(left, Math.Max(bufferSize, 1));
                stream.ReadExactly(new Span<byte>(at, piece));
                at += piece;
                left -= piece;
            }

            GC.KeepAlive(this);
        }

        /// <summary>The i-th element of a host tensor.</summary>
        public double ReadCpuDouble(long i) => data<double>()[i];

        /// <summary>The i-th element of a host tensor.</summary>
        public float ReadCpuSingle(long i) => data<float>()[i];

        /// <summary>The i-th element of a host tensor.</summary>
        public int ReadCpuInt32(long i) => data<int>()[i];

        /// <summary>The i-th element of a host tensor.</summary>
        public long ReadCpuInt64(long i) => data<long>()[i];

        /// <summary>The i-th element of a host tensor.</summary>
        public byte ReadCpuByte(long i) => data<byte>()[i];

        /// <summary>The i-th element of a host tensor.</summary>
        public bool ReadCpuBool(long i) => data<bool>()[i];

        /// <summary>The one element.</summary>
        public static explicit operator float(Tensor value) => value.ToScalar().ToSingle();

        /// <summary>The one element.</summary>
        public static explicit operator double(Tensor value) => value.ToScalar().ToDouble();

        /// <summary>The one element.</summary>
        public static explicit operator sbyte(Tensor value) => value.ToScalar().ToSByte();

        /// <summary>The one element.</summary>
        public static explicit operator byte(Tensor value) => value.ToScalar().ToByte();

        /// <summary>The one element.</summary>
        public static explicit operator short(Tensor value) => value.ToScalar().ToInt16();

        /// <summary>The one element.</summary>
        public static explicit operator int(Tensor value) => value.ToScalar().ToInt32();

        /// <summary>The one element.</summary>
        public static explicit operator long(Tensor value) => value.ToScalar().ToInt64();

        /// <summary>Whether the one element is not zero.</summary>
        public static explicit operator bool(Tensor value) => value.ToScalar().ToBoolean();

        internal nint DataPointer()
        {
            Check(NativeTensor.data_pointer(Handle, out var pointer), "data", this, null, null);
            return pointer;
        }

        private Tensor AndThen(bool disposeThis, Tensor result)
        {
            if (disposeThis)
            {
                Dispose();
            }

            return result;
        }

        private static void RequireReadable(NativeDescription d)
        {
            if (!d.IsContiguous)
            {
                throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            }

            if (d.DeviceKind != (int)DeviceType.CPU)
            {
                throw new InvalidOperationException(
                    "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            }
        }

        private static void RequireType<T>(ScalarType dtype)
        {
            if (ElementType(typeof(T)) != dtype)
            {
                throw new ArgumentException($"{typeof(T).Name} does not match the tensor's element type {dtype}.");
            }
        }
    }
}
