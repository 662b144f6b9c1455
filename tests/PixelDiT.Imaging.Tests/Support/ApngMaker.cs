namespace PixelDiT.Imaging.Tests;

/// <summary>One frame: an encoded PNG, its place on the canvas, and how it is laid and taken away.</summary>
internal sealed record ApngFrame(byte[] Png, int X = 0, int Y = 0, int Dispose = 0, int Blend = 0);

/// <summary>Animated PNG files put together from PNG files.</summary>
internal static class ApngMaker
{
    public static byte[] Make(IReadOnlyList<ApngFrame> frames, byte[]? hiddenPicture = null)
    {
        var first = Chunk.Walk(hiddenPicture ?? frames[0].Png);
        var chunks = new List<Chunk>
        {
            first[0],
            Chunk.Make("acTL", [.. Chunk.BigEndian((uint)frames.Count), 0, 0, 0, 0]),
        };
        if (hiddenPicture is not null)
        {
            chunks.AddRange(first.Where(c => c.Type == "IDAT"));
        }

        uint sequence = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            var frame = frames[i];
            var png = Chunk.Walk(frame.Png);
            chunks.Add(Chunk.Make("fcTL",
            [
                .. Chunk.BigEndian(sequence++), .. png[0].Data[..8], .. Chunk.BigEndian((uint)frame.X), .. Chunk.BigEndian((uint)frame.Y),
                0, 1, 0, 10, (byte)frame.Dispose, (byte)frame.Blend,
            ]));
            foreach (var data in png.Where(c => c.Type == "IDAT").Select(c => c.Data))
            {
                chunks.Add(i == 0 && hiddenPicture is null
                    ? Chunk.Make("IDAT", data)
                    : Chunk.Make("fdAT", [.. Chunk.BigEndian(sequence++), .. data]));
            }
        }

        chunks.Add(Chunk.Make("IEND", []));
        return Chunk.File(chunks);
    }
}
