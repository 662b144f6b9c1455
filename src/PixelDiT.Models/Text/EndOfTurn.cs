using PixelDiT.Models.Tokenization;

namespace PixelDiT.Models.Text;

/// <summary>Gemma's turn marker, the one special token that a prompt can spell out.</summary>
internal static class EndOfTurn
{
    private const string Marker = "<end_of_turn>";
    private const int Id = 107;

    /// <summary>
    /// Ids of a text with BOS first. Around a marker the pieces are encoded on their own, and then the first token of the text is missing:
    /// ComfyUI cuts off the place of BOS from an encoding that has none in this case, and the same prompt has to give the same image here.
    /// </summary>
    public static int[] Encode(SentencePieceTokenizer tokenizer, string text)
    {
        if (!text.Contains(Marker, StringComparison.Ordinal))
        {
            return tokenizer.Encode(text, addBos: true);
        }
        var ids = new List<int>();
        foreach (var (index, piece) in text.Split(Marker).Index())
        {
            if (index > 0)
            {
                ids.Add(Id);
            }
            ids.AddRange(tokenizer.Encode(piece));
        }
        return [tokenizer.BosId, .. ids.Skip(1)];
    }
}
