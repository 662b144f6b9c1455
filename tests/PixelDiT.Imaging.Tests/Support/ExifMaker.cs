namespace PixelDiT.Imaging.Tests;

/// <summary>EXIF blocks that hold nothing but an orientation.</summary>
internal static class ExifMaker
{
    /// <summary>The JPEG with an APP1 segment right behind its start marker.</summary>
    public static byte[] Orient(byte[] jpeg, int orientation)
    {
        // "Exif" 0 0 | TIFF header, big-endian | one entry: tag 0x0112, SHORT, count 1, value | no next directory
        byte[] exif =
        [
            .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
        ];
        var length = exif.Length + 2;
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. exif, .. jpeg[2..]];
    }
}
