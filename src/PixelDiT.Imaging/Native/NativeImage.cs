namespace PixelDiT.Imaging.Native;

/// <summary>An opened image. A ref struct: the bytes it reads are only pinned while the caller's <c>fixed</c> block lasts.</summary>
internal unsafe ref struct NativeImage
{
    private readonly string _subject;
    private nint _image;

    public NativeImage(byte* data, int size, string subject)
    {
        _subject = subject;
        NativeErrors.Check(VipsNative.Open(data, (nuint)size, out _image, out var info), subject, ImageFailure.Damaged);
        Info = info.ToImageInfo();
    }

    public ImageInfo Info { get; }

    /// <summary>Fills <paramref name="destination"/> with at most <paramref name="maxFrames"/> frames; returns how many.</summary>
    public readonly int Decode(int maxFrames, Span<byte> destination)
    {
        fixed (byte* pixels = destination)
        {
            NativeErrors.Check(
                VipsNative.Decode(_image, maxFrames, pixels, (nuint)destination.Length, out var frames), _subject, ImageFailure.Damaged);
            return frames;
        }
    }

    public void Dispose()
    {
        VipsNative.Close(_image);
        _image = 0;
    }
}
