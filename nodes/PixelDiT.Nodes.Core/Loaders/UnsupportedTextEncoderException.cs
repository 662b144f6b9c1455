namespace PixelDiT.Nodes.Core.Loaders;

/// <summary>A workflow asks for a text encoder of another model family.</summary>
public sealed class UnsupportedTextEncoderException : Exception
{
    /// <summary>The type that runs.</summary>
    public const string Supported = "pixeldit";

    /// <summary>Describes the wish.</summary>
    /// <param name="type">The <c>type</c> that CLIPLoader was given.</param>
    public UnsupportedTextEncoderException(string type)
        : base($"CLIPLoader's type '{type}' belongs to another model family. This server runs PixelDiT: choose type '{Supported}' and a Gemma 2 2B file.")
        => Type = type;

    /// <summary>The <c>type</c> that CLIPLoader was given.</summary>
    public string Type { get; }
}
