namespace PixelDiT.Imaging;

/// <summary>Copies between interleaved samples and the planes that callers want.</summary>
internal static class SampleCopy
{
    public static void Rgb(ReadOnlySpan<byte> samples, int channels, Span<float> destination)
    {
        if (channels == 3)
        {
            PixelConvert.ToUnit(samples, destination);
            return;
        }

        for (int s = 0, d = 0; d < destination.Length; s += channels, d += 3)
        {
            destination[d] = samples[s] / 255f;
            destination[d + 1] = samples[s + 1] / 255f;
            destination[d + 2] = samples[s + 2] / 255f;
        }
    }

    public static void Rgb(ReadOnlySpan<ushort> samples, int channels, Span<float> destination)
    {
        for (int s = 0, d = 0; d < destination.Length; s += channels, d += 3)
        {
            destination[d] = samples[s] / 65535f;
            destination[d + 1] = samples[s + 1] / 65535f;
            destination[d + 2] = samples[s + 2] / 65535f;
        }
    }

    public static void Alpha(ReadOnlySpan<byte> rgba, Span<float> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = rgba[(4 * i) + 3] / 255f;
        }
    }

    public static void Alpha(ReadOnlySpan<ushort> rgba, Span<float> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = rgba[(4 * i) + 3] / 65535f;
        }
    }

    /// <summary>Picks <paramref name="count"/> channels from <paramref name="first"/> on out of every pixel.</summary>
    public static void Channels(ReadOnlySpan<byte> samples, int channels, int first, int count, Span<byte> destination)
    {
        if (count == channels)
        {
            samples.CopyTo(destination);
            return;
        }

        for (int s = first, d = 0; d < destination.Length; s += channels, d += count)
        {
            for (var c = 0; c < count; c++)
            {
                destination[d + c] = samples[s + c];
            }
        }
    }

    /// <summary>16 bits to 8, to the nearest.</summary>
    public static void Round(ReadOnlySpan<ushort> samples, Span<byte> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = (byte)((samples[i] + 128) / 257);
        }
    }
}
