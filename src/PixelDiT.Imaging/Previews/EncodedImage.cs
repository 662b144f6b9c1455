namespace PixelDiT.Imaging;

/// <summary>An encoded image and what to call it over HTTP.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="ContentType"><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
public sealed record EncodedImage(byte[] Bytes, string ContentType);
