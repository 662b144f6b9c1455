using System.Text;
using PixelDiT.Imaging.Native;

namespace PixelDiT.Imaging;

/// <summary>A text as a picture of how much each pixel is covered, in the system's sans serif font.</summary>
public sealed class DrawnText
{
    /// <summary>Longest text in bytes of UTF-8; what is beyond is left out.</summary>
    public const int MaxBytes = 4096;

    /// <summary>Largest letters in pixels.</summary>
    public const int MaxPixels = 512;

    private DrawnText(byte[] coverage, int width, int height) => (Coverage, Width, Height) = (coverage, width, height);

    /// <summary>[height, width]: 0 where nothing is, 255 inside a letter.</summary>
    public byte[] Coverage { get; }

    /// <summary>Width in pixels, cut to the ink.</summary>
    public int Width { get; }

    /// <summary>Height in pixels, cut to the ink.</summary>
    public int Height { get; }

    /// <summary>Draws a text.</summary>
    /// <param name="text">Any text; line breaks count, control characters and halves of surrogate pairs do not. Nothing but blanks gives an empty picture.</param>
    /// <param name="pixels">Height of the letters, 1 to <see cref="MaxPixels"/>.</param>
    /// <exception cref="ImageException">No font is installed (<see cref="ImageFailure.MissingFont"/>), or memory ran out.</exception>
    public static unsafe DrawnText Of(string text, int pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pixels, MaxPixels);
        var drawable = Drawable(text);
        if (string.IsNullOrWhiteSpace(drawable))
        {
            return new DrawnText([], 0, 0);
        }
        NativeErrors.Check(VipsNative.DrawText(drawable, pixels, out var memory, out var width, out var height), "drawing text", ImageFailure.NotEncodable);
        using var buffer = new NativeBuffer(memory, (nuint)width * (nuint)height);
        return new DrawnText(buffer.Bytes.ToArray(), width, height);
    }

    private static string Drawable(string text)
    {
        var kept = new StringBuilder();
        var bytes = 0;
        // Enumerating runes turns halves of surrogate pairs into U+FFFD.
        foreach (var rune in text.EnumerateRunes().Where(r => !Rune.IsControl(r) || r.Value == '\n'))
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxBytes)
            {
                break;
            }
            kept.Append(rune);
        }
        return kept.ToString();
    }
}
