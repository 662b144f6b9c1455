using System.Text;

namespace PixelDiT.Imaging.Tests;

/// <summary>RGB matrix profiles (ICC version 2, gamma 2.2).</summary>
internal static class IccMaker
{
    // sRGB's primaries, adapted to D50.
    private static readonly double[] Red = [0.4361, 0.2225, 0.0139], Green = [0.3851, 0.7169, 0.0971], Blue = [0.1431, 0.0606, 0.7141];

    /// <summary>A profile whose red is blue and whose blue is red, so that nobody can overlook whether it was applied.</summary>
    public static byte[] RedAndBlueSwapped(string description = "swapped") => Make(description, Blue, Green, Red);

    public static Chunk PngChunk(byte[] profile) => Chunk.Make("iCCP", [(byte)'i', (byte)'c', (byte)'c', 0, 0, .. PngMaker.Zlib(profile)]);

    private static byte[] Make(string description, double[] red, double[] green, double[] blue)
    {
        var text = Encoding.ASCII.GetBytes(description + "\0");
        (string Tag, byte[] Data)[] tags =
        [
            ("desc", [.. "desc"u8, .. new byte[4], .. Chunk.BigEndian((uint)text.Length), .. text, .. new byte[78]]),
            ("cprt", [.. "text"u8, .. new byte[4], .. "none\0"u8]),
            ("wtpt", Xyz([0.9642, 1, 0.8249])),
            ("rXYZ", Xyz(red)), ("gXYZ", Xyz(green)), ("bXYZ", Xyz(blue)),
            ("rTRC", Gamma()), ("gTRC", Gamma()), ("bTRC", Gamma()),
        ];
        List<byte> table = [.. Chunk.BigEndian((uint)tags.Length)], data = [];
        foreach (var (tag, bytes) in tags)
        {
            table.AddRange([.. Encoding.ASCII.GetBytes(tag), .. Chunk.BigEndian((uint)(128 + 4 + (12 * tags.Length) + data.Count))]);
            table.AddRange(Chunk.BigEndian((uint)bytes.Length));
            data.AddRange(bytes);
            data.AddRange(new byte[-data.Count & 3]);
        }

        var header = new byte[128];
        Chunk.BigEndian((uint)(128 + table.Count + data.Count)).CopyTo(header, 0);
        Chunk.BigEndian(0x02100000).CopyTo(header, 8);
        "mntrRGB XYZ "u8.CopyTo(header.AsSpan(12));
        "acsp"u8.CopyTo(header.AsSpan(36));
        Xyz([0.9642, 1, 0.8249])[8..].CopyTo(header, 68);
        return [.. header, .. table, .. data];
    }

    private static byte[] Xyz(double[] values) =>
        [.. "XYZ "u8, .. new byte[4], .. values.SelectMany(v => Chunk.BigEndian((uint)Math.Round(v * 65536)))];

    private static byte[] Gamma() => [.. "curv"u8, .. new byte[4], 0, 0, 0, 1, 2, 51, 0, 0];
}
