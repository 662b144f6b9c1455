namespace PixelDiT.Imaging;

/// <summary>One text chunk of a PNG file.</summary>
/// <param name="Keyword">1 to 79 printable Latin-1 characters; no blank at either end, no two blanks in a row.</param>
/// <param name="Text">Any text without a NUL character.</param>
public readonly record struct PngTextEntry(string Keyword, string Text);
