namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images, masks or latents cannot be put together or cut as asked: they do not fit, or nothing would be left.</summary>
/// <param name="message">What, its sizes, and what would do.</param>
public sealed class PictureException(string message) : Exception(message);
