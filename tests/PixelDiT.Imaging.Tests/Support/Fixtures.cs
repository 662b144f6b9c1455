namespace PixelDiT.Imaging.Tests;

/// <summary>Files that nothing here can write.</summary>
internal static class Fixtures
{
    /// <summary>
    /// 8 x 8 pixels of full cyan ink, nothing else. Made with libjpeg: in_color_space = JCS_CMYK, every pixel 0, 255, 255, 255 (Adobe's
    /// inverted CMYK), quality 90, optimised tables.
    /// </summary>
    public static byte[] CmykJpegCyan => Convert.FromBase64String(
        "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUVFQwPFxgWFB" +
        "gSFBUU/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EABQAAQAAAAAAAAAAAAAAAAAAAAn/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oADgRDAE0AWQBL" +
        "AAA/ACqKmVMqb//Z");
}
