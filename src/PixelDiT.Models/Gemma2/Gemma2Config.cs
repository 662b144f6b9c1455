namespace PixelDiT.Models.Gemma2;

/// <summary>Sizes and constants of a Gemma-2 language model.</summary>
public sealed record Gemma2Config
{
    /// <summary>Gemma-2 2B, the text encoder of the released PixelDiT.</summary>
    public static Gemma2Config Gemma2_2B { get; } = new()
    {
        VocabularySize = 256000,
        Width = 2304,
        MlpWidth = 9216,
        Layers = 26,
        Heads = 8,
        KeyValueHeads = 4,
        HeadWidth = 256,
    };

    /// <summary>Rows of the embedding table; every token id is below it.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of a token, and of the embeddings that come out.</summary>
    public required int Width { get; init; }

    /// <summary>Hidden width of the MLP.</summary>
    public required int MlpWidth { get; init; }

    /// <summary>Number of layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; divides <see cref="Heads"/>.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Channels of a head.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>Scores are divided by the square root of this; the head width in the 2B model. 0 means the head width.</summary>
    public double QueryPreAttentionScalar { get; init; }

    /// <summary>Base of the rotary frequencies. Default: 10000.</summary>
    public double RopeTheta { get; init; } = 10000;

    /// <summary>Added to the mean square in every norm. Default: 1e-6.</summary>
    public double NormEps { get; init; } = 1e-6;

    /// <summary>What attention scores are multiplied with.</summary>
    internal double Scale => 1 / Math.Sqrt(QueryPreAttentionScalar > 0 ? QueryPreAttentionScalar : HeadWidth);

    /// <summary>Every parameter's name (below <c>model.</c>) and shape.</summary>
    public IEnumerable<(string Name, long[] Shape)> Parameters()
    {
        yield return ("embed_tokens.weight", [VocabularySize, Width]);
        long queries = (long)Heads * HeadWidth, keys = (long)KeyValueHeads * HeadWidth;
        for (var i = 0; i < Layers; i++)
        {
            var layer = $"layers.{i}";
            yield return ($"{layer}.input_layernorm.weight", [Width]);
            yield return ($"{layer}.self_attn.q_proj.weight", [queries, Width]);
            yield return ($"{layer}.self_attn.k_proj.weight", [keys, Width]);
            yield return ($"{layer}.self_attn.v_proj.weight", [keys, Width]);
            yield return ($"{layer}.self_attn.o_proj.weight", [Width, queries]);
            yield return ($"{layer}.post_attention_layernorm.weight", [Width]);
            yield return ($"{layer}.pre_feedforward_layernorm.weight", [Width]);
            yield return ($"{layer}.mlp.gate_proj.weight", [MlpWidth, Width]);
            yield return ($"{layer}.mlp.up_proj.weight", [MlpWidth, Width]);
            yield return ($"{layer}.mlp.down_proj.weight", [Width, MlpWidth]);
            yield return ($"{layer}.post_feedforward_layernorm.weight", [Width]);
        }
        yield return ("norm.weight", [Width]);
    }

    /// <summary>Number of parameters.</summary>
    public long ParameterCount => Parameters().Sum(p => p.Shape.Aggregate(1L, (a, b) => a * b));
}
