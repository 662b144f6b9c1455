using System.Runtime.InteropServices;

namespace PixelDiT.Imaging.Native;

/// <summary>pdv_status.</summary>
internal enum NativeStatus
{
    Ok = 0,
    Failed = 1,
    UnknownFormat = 2,
    BadArgument = 3,
    OutOfMemory = 4,
    NoLoader = 5,
    NoFonts = 6,
}

/// <summary>pdv_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeInfo
{
    public readonly int Format;
    public readonly int Width;
    public readonly int Height;
    public readonly int Frames;
    public readonly int Bits;
    public readonly int HasAlpha;
    public readonly int Orientation;

    public ImageInfo ToImageInfo() => new()
    {
        Format = (ImageFormat)Format,
        Width = Width,
        Height = Height,
        Frames = Frames,
        BitsPerSample = Bits,
        HasAlpha = HasAlpha != 0,
        Orientation = Orientation,
    };
}
