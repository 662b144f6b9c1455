using System.Numerics;
using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Truth values.</summary>
    public static readonly ScalarType @bool = ScalarType.Bool;

    /// <summary>Unsigned 8-bit integers.</summary>
    public static readonly ScalarType uint8 = ScalarType.Byte;

    /// <summary>8-bit integers.</summary>
    public static readonly ScalarType int8 = ScalarType.Int8;

    /// <summary>16-bit integers.</summary>
    public static readonly ScalarType int16 = ScalarType.Int16;

    /// <summary>32-bit integers.</summary>
    public static readonly ScalarType int32 = ScalarType.Int32;

    /// <summary>64-bit integers.</summary>
    public static readonly ScalarType int64 = ScalarType.Int64;

    /// <summary>Upper half of single precision.</summary>
    public static readonly ScalarType bfloat16 = ScalarType.BFloat16;

    /// <summary>Half precision.</summary>
    public static readonly ScalarType float16 = ScalarType.Float16;

    /// <summary>Single precision.</summary>
    public static readonly ScalarType float32 = ScalarType.Float32;

    /// <summary>Double precision.</summary>
    public static readonly ScalarType float64 = ScalarType.Float64;

    /// <summary>Complex numbers of single precision.</summary>
    public static readonly ScalarType complex64 = ScalarType.ComplexFloat32;

    /// <summary>Complex numbers of double precision.</summary>
    public static readonly ScalarType complex128 = ScalarType.ComplexFloat64;

    /// <summary>16-bit integers.</summary>
    public static readonly ScalarType @short = ScalarType.Int16;

    /// <summary>32-bit integers.</summary>
    public static readonly ScalarType @int = ScalarType.Int32;

    /// <summary>64-bit integers.</summary>
    public static readonly ScalarType @long = ScalarType.Int64;

    /// <summary>Half precision.</summary>
    public static readonly ScalarType half = ScalarType.Float16;

    /// <summary>Single precision.</summary>
    public static readonly ScalarType @float = ScalarType.Float32;

    /// <summary>Double precision.</summary>
    public static readonly ScalarType @double = ScalarType.Float64;

    /// <summary>Complex numbers of single precision.</summary>
    public static readonly ScalarType cfloat = ScalarType.ComplexFloat32;

    /// <summary>Complex numbers of double precision.</summary>
    public static readonly ScalarType cdouble = ScalarType.ComplexFloat64;

    private static ScalarType _defaultDtype = ScalarType.Float32;

    private static Device _defaultDevice = new(DeviceType.CPU);

    /// <summary>The element type of new floating point tensors, at first Float32.</summary>
    public static ScalarType get_default_dtype() => _defaultDtype;

    /// <summary>Sets the element type of new floating point tensors.</summary>
    public static void set_default_dtype(ScalarType dtype) => _defaultDtype = dtype;

    /// <summary>Where new tensors go, at first the CPU.</summary>
    public static Device get_default_device() => _defaultDevice;

    /// <summary>Sets where new tensors go.</summary>
    public static void set_default_device(Device device) => _defaultDevice = device;

    /// <summary>Sets where new tensors go.</summary>
    public static void set_default_device(string device) => _defaultDevice = new Device(device);

    /// <summary>Whether the type holds integers.</summary>
    public static bool is_integral(ScalarType type) => type is >= ScalarType.Byte and <= ScalarType.Int64 or ScalarType.Bool;

    /// <summary>Whether the elements are integers.</summary>
    public static bool is_integral(Tensor t) => is_integral(t.dtype);

    /// <summary>Whether the type holds real floating point numbers.</summary>
    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

    /// <summary>Whether the elements are real floating point numbers.</summary>
    public static bool is_floating_point(Tensor input) => is_floating_point(input.dtype);

    /// <summary>Whether the type holds complex numbers.</summary>
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    /// <summary>Whether the elements are complex.</summary>
    public static bool is_complex(Tensor input) => is_complex(input.dtype);

    /// <summary>Whether the type is quantised.</summary>
    public static bool is_quantized(ScalarType type) => type is ScalarType.QInt8 or ScalarType.QUInt8 or ScalarType.QInt32;

    /// <summary>Whether the object is a tensor.</summary>
    public static bool is_tensor(object obj) => obj is Tensor;

    /// <summary>Whether the one element is not zero.</summary>
    public static bool is_nonzero(Tensor input) => input.is_nonzero();

    /// <summary>Number of elements.</summary>
    public static long numel(Tensor input) => input.numel();

    /// <summary>The type that holds the values of both types.</summary>
    public static ScalarType promote_types(ScalarType type1, ScalarType type2) =>
        (ScalarType)LibTorch.Value(NativeCreate.promote_types((int)type1, (int)type2, out var r), r);

    /// <summary>The type of an arithmetic operation on both.</summary>
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2)
    {
        var status = NativeCreate.result_type(tensor1.Handle, tensor2.Handle, out var r);
        LibTorch.Check(status);
        GC.KeepAlive(tensor1);
        GC.KeepAlive(tensor2);
        return (ScalarType)r;
    }

    /// <summary>Limits of the default element type.</summary>
    public static FInfo finfo() => finfo(get_default_dtype());

    /// <summary>Limits of a floating point type.</summary>
    /// <exception cref="ArgumentException">The type is no floating point type.</exception>
    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.Float16 => new FInfo(16, 0.0009765625, 65504, 6.103515625e-05, 1e-3),
        ScalarType.BFloat16 => new FInfo(16, 0.0078125, 3.3895313892515355e38, 1.1754943508222875e-38, 1e-2),
        ScalarType.Float32 or ScalarType.ComplexFloat32 =>
            new FInfo(32, 1.1920928955078125e-07, float.MaxValue, 1.1754943508222875e-38, 1e-6),
        ScalarType.Float64 or ScalarType.ComplexFloat64 =>
            new FInfo(64, 2.220446049250313e-16, double.MaxValue, 2.2250738585072014e-308, 1e-15),
        _ => throw new ArgumentException($"{dtype} is no floating point type.", nameof(dtype)),
    };

    internal static ScalarType ElementType(Type type) =>
        type == typeof(float) ? ScalarType.Float32
        : type == typeof(double) ? ScalarType.Float64
        : type == typeof(BFloat16) ? ScalarType.BFloat16
        : type == typeof(Half) ? ScalarType.Float16
        : type == typeof(long) ? ScalarType.Int64
        : type == typeof(int) ? ScalarType.Int32
        : type == typeof(short) ? ScalarType.Int16
        : type == typeof(sbyte) ? ScalarType.Int8
        : type == typeof(byte) ? ScalarType.Byte
        : type == typeof(bool) ? ScalarType.Bool
        : type == typeof((float, float)) ? ScalarType.ComplexFloat32
        : type == typeof(Complex) ? ScalarType.ComplexFloat64
        : throw new NotSupportedException($"No tensor holds elements of type {type.Name}.");

    /// <summary>Limits of a floating point type.</summary>
    public struct FInfo
    {
        /// <summary>Width in bits.</summary>
        public int bits;

        /// <summary>Distance from 1 to the next larger number.</summary>
        public double eps;

        /// <summary>Largest finite number.</summary>
        public double max;

        /// <summary>Smallest finite number.</summary>
        public double min;

        /// <summary>Smallest positive normal number.</summary>
        public double tiny;

        /// <summary>Smallest positive normal number.</summary>
        public double smallest_normal;

        /// <summary>Decimal resolution.</summary>
        public double resolution;

        internal FInfo(int bits, double eps, double max, double tiny, double resolution)
        {
            this.bits = bits;
            this.eps = eps;
            this.max = max;
            min = -max;
            this.tiny = tiny;
            smallest_normal = tiny;
            this.resolution = resolution;
        }
    }
}
