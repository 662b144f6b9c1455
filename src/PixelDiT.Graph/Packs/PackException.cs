namespace PixelDiT.Graph.Packs;

/// <summary>A pack cannot be loaded as a whole; caught by the loader, which lists the message.</summary>
/// <param name="message">What is wrong and what would be right.</param>
/// <param name="inner">What led to it.</param>
internal sealed class PackException(string message, Exception? inner = null) : Exception(message, inner);
