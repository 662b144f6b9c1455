namespace PixelDiT.Server.Http;

/// <summary>Clients' texts, cut to fit into a message.</summary>
internal static class ShortText
{
    private const int MaxLength = 80;

    /// <summary>The text, or its beginning; never half a character, which could not be sent.</summary>
    public static string Of(string text) => text.Length <= MaxLength ? text : $"{text[..(char.IsHighSurrogate(text[MaxLength - 4]) ? MaxLength - 4 : MaxLength - 3)]}…";
}
