using System.Runtime.InteropServices;

namespace PixelDiT.Imaging.Native;

/// <summary>The functions of <c>native/vips/include/pixeldit_vips.h</c>; contracts are there.</summary>
internal static unsafe partial class VipsNative
{
    private const string Library = "pixeldit_vips";

    [LibraryImport(Library, EntryPoint = "pdv_last_error")]
    public static partial nint LastError();

    [LibraryImport(Library, EntryPoint = "pdv_initialize")]
    public static partial NativeStatus Initialize();

    [LibraryImport(Library, EntryPoint = "pdv_version")]
    public static partial nint Version();

    [LibraryImport(Library, EntryPoint = "pdv_crc32")]
    public static partial uint Crc32(uint crc, byte* data, nuint size);

    [LibraryImport(Library, EntryPoint = "pdv_free")]
    public static partial void Free(byte* memory);

    [LibraryImport(Library, EntryPoint = "pdv_open")]
    public static partial NativeStatus Open(byte* data, nuint size, out nint image, out NativeInfo info);

    [LibraryImport(Library, EntryPoint = "pdv_decode")]
    public static partial NativeStatus Decode(nint image, int maxFrames, byte* destination, nuint capacity, out int frames);

    [LibraryImport(Library, EntryPoint = "pdv_close")]
    public static partial void Close(nint image);

    [LibraryImport(Library, EntryPoint = "pdv_encode_png")]
    public static partial NativeStatus EncodePng(byte* pixels, int width, int height, int channels, int level, out byte* encoded, out nuint size);

    [LibraryImport(Library, EntryPoint = "pdv_encode_jpeg")]
    public static partial NativeStatus EncodeJpeg(byte* pixels, int width, int height, int channels, int quality, out byte* encoded, out nuint size);

    [LibraryImport(Library, EntryPoint = "pdv_encode_webp")]
    public static partial NativeStatus EncodeWebP(
        byte* pixels, int width, int height, int channels, int quality, int lossless, out byte* encoded, out nuint size);

    [LibraryImport(Library, EntryPoint = "pdv_resize")]
    public static partial NativeStatus Resize(
        byte* pixels, int width, int height, int channels, byte* destination, int targetWidth, int targetHeight);

    [LibraryImport(Library, EntryPoint = "pdv_draw_text", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeStatus DrawText(string text, int pixels, out byte* coverage, out int width, out int height);
}
