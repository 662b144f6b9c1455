namespace TorchSharp;

/// <summary>Kinds of device, numbered as in libtorch.</summary>
public enum DeviceType
{
    /// <summary>Host memory.</summary>
    CPU = 0,

    /// <summary>An NVIDIA GPU.</summary>
    CUDA = 1,

    /// <summary>Reserved by libtorch.</summary>
    MKLDNN = 2,

    /// <summary>Reserved by libtorch.</summary>
    OPENGL = 3,

    /// <summary>Reserved by libtorch.</summary>
    OPENCL = 4,

    /// <summary>Reserved by libtorch.</summary>
    IDEEP = 5,

    /// <summary>An AMD GPU.</summary>
    HIP = 6,

    /// <summary>Reserved by libtorch.</summary>
    FPGA = 7,

    /// <summary>Reserved by libtorch.</summary>
    MSNPU = 8,

    /// <summary>An XLA device.</summary>
    XLA = 9,

    /// <summary>Apple's GPU.</summary>
    MPS = 13,

    /// <summary>Shapes only, no memory.</summary>
    META = 14,
}

/// <summary>How a tensor is extended at its borders.</summary>
public enum PaddingModes
{
    /// <summary>With zeros.</summary>
    Zeros = 0,

    /// <summary>Mirrored without repeating the border.</summary>
    Reflect = 1,

    /// <summary>With the border element.</summary>
    Replicate = 2,

    /// <summary>From the opposite side.</summary>
    Circular = 3,

    /// <summary>With a given value.</summary>
    Constant = 4,
}

/// <summary>Styles of <c>Tensor.ToString</c>.</summary>
public enum TensorStringStyle
{
    /// <summary>Shape, type and device.</summary>
    Metadata = 0,

    /// <summary>As Julia prints arrays.</summary>
    Julia = 1,

    /// <summary>As NumPy prints arrays.</summary>
    Numpy = 2,

    /// <summary>As a C# literal.</summary>
    CSharp = 3,

    /// <summary>The style of <c>torch.TensorStringStyle</c>.</summary>
    Default = 4,
}

public static partial class torch
{
    /// <summary>Element types, numbered as in libtorch.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>Unsigned 8 bits.</summary>
        Byte = 0,

        /// <summary>Signed 8 bits.</summary>
        Int8 = 1,

        /// <summary>Signed 16 bits.</summary>
        Int16 = 2,

        /// <summary>Signed 32 bits.</summary>
        Int32 = 3,

        /// <summary>Signed 64 bits.</summary>
        Int64 = 4,

        /// <summary>Half precision.</summary>
        Float16 = 5,

        /// <summary>Single precision.</summary>
        Float32 = 6,

        /// <summary>Double precision.</summary>
        Float64 = 7,

        /// <summary>Two single precision numbers.</summary>
        ComplexFloat32 = 9,

        /// <summary>Two double precision numbers.</summary>
        ComplexFloat64 = 10,

        /// <summary>Truth values, one byte each.</summary>
        Bool = 11,

        /// <summary>Quantised, signed 8 bits.</summary>
        QInt8 = 12,

        /// <summary>Quantised, unsigned 8 bits.</summary>
        QUInt8 = 13,

        /// <summary>Quantised, 32 bits.</summary>
        QInt32 = 14,

        /// <summary>Upper half of a single precision number.</summary>
        BFloat16 = 15,
    }

    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        /// <summary>Not at all.</summary>
        None = 0,

        /// <summary>Towards zero.</summary>
        trunc = 1,

        /// <summary>Down.</summary>
        floor = 2,
    }

    /// <summary>How <c>interpolate</c> finds values between pixels.</summary>
    public enum InterpolationMode
    {
        /// <summary>Nearest, PyTorch's original rule.</summary>
        Nearest = 0,

        /// <summary>Linear, for [N, C, L].</summary>
        Linear = 1,

        /// <summary>Bilinear, for [N, C, H, W].</summary>
        Bilinear = 2,

        /// <summary>Bicubic, for [N, C, H, W].</summary>
        Bicubic = 3,

        /// <summary>Trilinear, for [N, C, D, H, W].</summary>
        Trilinear = 4,

        /// <summary>Mean of the covered area.</summary>
        Area = 5,

        /// <summary>Nearest pixel centre.</summary>
        NearestExact = 6,
    }

    /// <summary>How <c>upsample</c> finds values between pixels.</summary>
    public enum UpsampleMode
    {
        /// <summary>Nearest, PyTorch's original rule.</summary>
        Nearest = 0,

        /// <summary>Linear, for [N, C, L].</summary>
        Linear = 1,

        /// <summary>Bilinear, for [N, C, H, W].</summary>
        Bilinear = 2,

        /// <summary>Bicubic, for [N, C, H, W].</summary>
        Bicubic = 3,

        /// <summary>Trilinear, for [N, C, D, H, W].</summary>
        Trilinear = 4,
    }

    /// <summary>How <c>grid_sample</c> finds values between pixels.</summary>
    public enum GridSampleMode
    {
        /// <summary>Nearest.</summary>
        Nearest = 0,

        /// <summary>Bilinear.</summary>
        Bilinear = 2,
    }

    /// <summary>What <c>grid_sample</c> reads outside the image.</summary>
    public enum GridSamplePaddingMode
    {
        /// <summary>Zero.</summary>
        Zeros = 0,

        /// <summary>The mirrored image.</summary>
        Reflection = 1,

        /// <summary>The border pixel.</summary>
        Border = 2,
    }
}
