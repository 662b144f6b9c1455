using System.Text;

namespace PixelDiT.Imaging;

/// <summary>
/// Text chunks of PNG files: where ComfyUI keeps <c>prompt</c> and <c>workflow</c>. Written uncompressed because its web
/// front end reads <c>tEXt</c> and <c>iTXt</c> but not <c>zTXt</c>.
/// </summary>
public static class PngText
{
    /// <summary>Puts text chunks right before the first pixels (IDAT): <c>tEXt</c>, or <c>iTXt</c> where the text is not Latin-1.</summary>
    /// <param name="png">A PNG file.</param>
    /// <param name="entries">The texts, in the order they get in the file.</param>
    /// <returns>A new file; everything else is as it was.</returns>
    /// <exception cref="ImageException">Not a PNG file, no pixels in it, or a keyword or text that PNG cannot hold.</exception>
    public static byte[] Insert(ReadOnlySpan<byte> png, IReadOnlyList<PngTextEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var at = FirstPixels(png);
        long size = png.Length;
        foreach (var entry in entries)
        {
            Require(entry);
            size += PngChunks.SizeOf(DataLength(entry));
        }

        if (size > Array.MaxLength)
        {
            ImageException.Throw(ImageFailure.NotEncodable, "PNG text", $"the file would have {size} bytes", $"at most {Array.MaxLength}");
        }

        var result = GC.AllocateUninitializedArray<byte>((int)size);
        png[..at].CopyTo(result);
        var next = at;
        foreach (var entry in entries)
        {
            next += Write(entry, result.AsSpan(next));
        }

        png[at..].CopyTo(result.AsSpan(next));
        return result;
    }

    /// <summary>All text chunks of a PNG file: <c>tEXt</c>, <c>iTXt</c> and <c>zTXt</c>, before and after the pixels, in file order.</summary>
    /// <param name="png">A PNG file.</param>
    /// <param name="subject">What error messages call the file.</param>
    /// <returns>The texts. Chunks that are damaged in themselves (wrong checksum, broken compression) are left out.</returns>
    /// <exception cref="ImageException">Not a PNG file, or cut off.</exception>
    public static IReadOnlyList<PngTextEntry> Read(ReadOnlySpan<byte> png, string subject = "image data")
    {
        var entries = new List<PngTextEntry>();
        var chunks = new PngChunks(png, subject);
        while (chunks.MoveNext() && !chunks.Type.SequenceEqual("IEND"u8))
        {
            if (PngTextReader.IsText(chunks.Type) && chunks.HasValidCrc() && PngTextReader.TryRead(chunks.Type, chunks.Data, out var entry))
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>Whether a keyword may stand in a text chunk.</summary>
    /// <param name="keyword">The keyword.</param>
    /// <returns>True for 1 to 79 printable Latin-1 characters without blanks at the ends or two in a row.</returns>
    public static bool IsKeyword(string keyword)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        return keyword.Length is >= 1 and <= 79 && keyword[0] != ' ' && keyword[^1] != ' ' &&
            !keyword.Contains("  ", StringComparison.Ordinal) &&
            keyword.All(c => c is (>= ' ' and <= '~') or (>= '\u00A1' and <= '\u00FF'));
    }

    private static int FirstPixels(ReadOnlySpan<byte> png)
    {
        var chunks = new PngChunks(png, "PNG text");
        while (chunks.MoveNext())
        {
            if (chunks.Type.SequenceEqual("IDAT"u8))
            {
                return chunks.Start;
            }
        }

        throw new ImageException(ImageFailure.Damaged, "PNG text", "the file has no IDAT chunk", "a complete PNG file");
    }

    private static void Require(PngTextEntry entry)
    {
        if (entry.Keyword is null || !IsKeyword(entry.Keyword))
        {
            ImageException.Throw(
                ImageFailure.NotEncodable, "PNG text", $"the keyword '{entry.Keyword}' cannot be stored",
                "1 to 79 printable Latin-1 characters without blanks at the ends or two in a row");
        }

        if (entry.Text is null || entry.Text.Contains('\0', StringComparison.Ordinal))
        {
            ImageException.Throw(
                ImageFailure.NotEncodable, "PNG text", $"the text of '{entry.Keyword}' has a NUL character", "text without NUL characters");
        }
    }

    private static bool IsLatin1(string text) => !text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF');

    private static long DataLength(PngTextEntry entry) => IsLatin1(entry.Text)
        ? entry.Keyword.Length + 1L + entry.Text.Length
        : entry.Keyword.Length + 5L + Encoding.UTF8.GetByteCount(entry.Text);

    // tEXt: keyword | 0 | Latin-1 text
    // iTXt: keyword | 0 | compressed = 0 | method = 0 | language = "" | 0 | translated keyword = "" | 0 | UTF-8 text
    private static int Write(PngTextEntry entry, Span<byte> chunk)
    {
        var data = chunk[8..];
        var length = Encoding.Latin1.GetBytes(entry.Keyword, data);
        if (IsLatin1(entry.Text))
        {
            data[length++] = 0;
            length += Encoding.Latin1.GetBytes(entry.Text, data[length..]);
            return PngChunks.Seal(chunk, "tEXt"u8, length);
        }

        data.Slice(length, 5).Clear();
        length += 5;
        length += Encoding.UTF8.GetBytes(entry.Text, data[length..]);
        return PngChunks.Seal(chunk, "iTXt"u8, length);
    }
}
