using System.Runtime.InteropServices;

using PixelDiT.Imaging.Native;

namespace PixelDiT.Imaging;

/// <summary>The native codecs beneath this library.</summary>
public static class ImagingRuntime
{
    /// <summary>
    /// Loads and starts libvips now (tens of milliseconds), which the first decode, resize, JPEG or WebP would otherwise
    /// do. Safe to call from any thread, any number of times. Writing PNG does not need it.
    /// </summary>
    /// <exception cref="ImageException">libvips cannot start.</exception>
    public static void WarmUp() => NativeErrors.Check(VipsNative.Initialize(), "libvips", ImageFailure.MissingCodec);

    /// <summary>libvips's version, for example <c>8.14.1</c>.</summary>
    public static string LibvipsVersion => Marshal.PtrToStringUTF8(VipsNative.Version()) ?? "";
}
