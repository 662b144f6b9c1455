using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace PixelDiT.Imaging.Native;

/// <summary>The one place where a native status becomes an exception.</summary>
internal static class NativeErrors
{
    /// <param name="status">What the native function returned.</param>
    /// <param name="subject">The file, or what stands for it.</param>
    /// <param name="failure">What a refusal by the codec means here.</param>
    public static void Check(NativeStatus status, string subject, ImageFailure failure)
    {
        if (status != NativeStatus.Ok)
        {
            Throw(status, subject, failure);
        }
    }

    [DoesNotReturn]
    private static void Throw(NativeStatus status, string subject, ImageFailure failure)
    {
        var text = Marshal.PtrToStringUTF8(VipsNative.LastError());
        var problem = string.IsNullOrEmpty(text) ? "the codec failed without a message" : text;
        (failure, var expected) = status switch
        {
            NativeStatus.UnknownFormat => (ImageFailure.UnknownFormat, "a PNG, JPEG, WebP, GIF, TIFF, AVIF, JPEG XL, BMP or PNM file"),
            NativeStatus.NoLoader => (ImageFailure.MissingCodec, "a libvips built with this format"),
            NativeStatus.NoFonts => (ImageFailure.MissingFont, "a font, on Debian from the package fonts-dejavu-core"),
            NativeStatus.OutOfMemory => (ImageFailure.OutOfMemory, "enough memory for the pixels"),
            _ => failure switch
            {
                ImageFailure.NotEncodable => (failure, "pixels and parameters that the format can hold"),
                ImageFailure.MissingCodec => (failure, "a working libvips"),
                _ => (failure, "a complete and valid image file"),
            },
        };
        throw new ImageException(failure, subject, problem, expected);
    }
}
