namespace PixelDiT.Imaging.Tests;

/// <summary>Animated WebP files put together from lossless WebP pictures without alpha.</summary>
internal static class WebPMaker
{
    // RIFF size WEBP | VP8X flags canvas | ANIM background loops | ANMF x y w h duration flags VP8L…
    public static byte[] Animate(int width, int height, params byte[][] pictures)
    {
        List<byte> body = [.. "WEBP"u8];
        body.AddRange(Chunk("VP8X"u8, [0x02, 0, 0, 0, .. U24(width - 1), .. U24(height - 1)]));
        body.AddRange(Chunk("ANIM"u8, [0, 0, 0, 0, 0, 0]));
        foreach (var picture in pictures)
        {
            body.AddRange(Chunk("ANMF"u8, [.. U24(0), .. U24(0), .. U24(width - 1), .. U24(height - 1), .. U24(100), 0x02, .. Bitstream(picture)]));
        }

        return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Count), .. body];
    }

    private static byte[] Bitstream(byte[] webp)
    {
        for (var at = 12; at < webp.Length;)
        {
            var length = BitConverter.ToInt32(webp, at + 4);
            var whole = 8 + length + (length & 1);
            if (webp.AsSpan(at, 4).SequenceEqual("VP8L"u8))
            {
                return webp[at..(at + whole)];
            }

            at += whole;
        }

        throw new ArgumentException("no VP8L chunk", nameof(webp));
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data) =>
        [.. type, .. BitConverter.GetBytes(data.Length), .. data, .. new byte[data.Length & 1]];

    private static byte[] U24(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
}
