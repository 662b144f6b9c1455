namespace PixelDiT.Imaging;

/// <summary>File formats that are read here, recognised by their first bytes and never by a file name.</summary>
public enum ImageFormat
{
    /// <summary>None of the others.</summary>
    Unknown = 0,

    /// <summary>PNG, and animated PNG.</summary>
    Png = 1,

    /// <summary>JPEG.</summary>
    Jpeg = 2,

    /// <summary>WebP, lossy or lossless, and animated WebP.</summary>
    WebP = 3,

    /// <summary>GIF, and animated GIF.</summary>
    Gif = 4,

    /// <summary>TIFF; its pages count as frames.</summary>
    Tiff = 5,

    /// <summary>AVIF and HEIC, where libvips was built with libheif.</summary>
    Avif = 6,

    /// <summary>JPEG XL, where libvips was built with libjxl.</summary>
    JpegXl = 7,

    /// <summary>Windows bitmap, where libvips was built with ImageMagick.</summary>
    Bmp = 8,

    /// <summary>PBM, PGM and PPM.</summary>
    Pnm = 9,
}
