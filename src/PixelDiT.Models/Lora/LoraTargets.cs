namespace PixelDiT.Models.Lora;

/// <summary>A layer, or a part of one, that a LoRA can change.</summary>
/// <param name="Layer">Name of the layer, as the model's parameters spell it, without <c>.weight</c>.</param>
/// <param name="First">The first of the layer's outputs that is meant.</param>
/// <param name="Outputs">How many outputs are meant.</param>
/// <param name="Inputs">Its inputs; null for a norm, which has a gain and no matrix.</param>
/// <param name="HasBias">Whether it has a bias.</param>
internal sealed record LoraTarget(string Layer, long First, long Outputs, long? Inputs, bool HasBias);

/// <summary>The layers of a model that a LoRA can change, under every spelling that LoRA files use for them.</summary>
public sealed class LoraTargets
{
    // Tables are looked up, not multiplied with.
    private static readonly string[] Tables = ["embed_tokens", "embedding_table"];

    private static readonly string[] NetworkPrefixes =
    [
        "model.diffusion_model.", "diffusion_model.", "transformer.", "unet.", "base_model.model.", "base_model.", "model.", "module.", "core.", "net.", "ema_denoiser.",
        "lora_unet_", "lora_transformer_", "lycoris_", "lora_", "diffusion_model_", "transformer_", "model_", "core_", "net_", "ema_denoiser_", "_",
    ];

    private static readonly string[] TextEncoderPrefixes =
    [
        "text_encoders.", "text_encoder.", "te.", "te1.", "gemma2_2b.", "gemma2.", "language_model.", "transformer.", "base_model.model.", "base_model.", "model.",
        "lora_te_", "lora_te1_", "lora_text_encoder_", "lycoris_", "lora_", "text_encoder_", "gemma2_2b_", "language_model_", "transformer_", "model_", "te1_", "te_", "_",
    ];

    // Beginnings that nobody gives to layers of a diffusion network.
    private static readonly string[] TextEncoderMarks = ["lora_te", "text_encoder", "lora_text_encoder", "te.", "te1.", "te2."];

    private readonly Dictionary<string, LoraTarget> _spellings = [];
    private readonly string[] _prefixes;

    private LoraTargets(IEnumerable<(string Name, long[] Shape)> parameters, string[] prefixes)
    {
        const string ending = ".weight";
        _prefixes = prefixes;
        var shapes = parameters.ToDictionary(p => p.Name, p => p.Shape);
        foreach (var (name, shape) in shapes.Where(s => s.Key.EndsWith(ending, StringComparison.Ordinal)))
        {
            var layer = name[..^ending.Length];
            if (!Tables.Contains(layer[(layer.LastIndexOf('.') + 1)..]))
            {
                Add(new LoraTarget(layer, 0, shape[0], shape.Length == 2 ? shape[1] : null, shapes.ContainsKey(layer + ".bias")));
            }
        }
    }

    /// <summary>The layers of a PixelDiT.</summary>
    /// <param name="parameters">Every parameter's name and shape.</param>
    public static LoraTargets OfNetwork(IEnumerable<(string Name, long[] Shape)> parameters) => new(parameters, NetworkPrefixes);

    /// <summary>The layers of a Gemma-2 text encoder.</summary>
    /// <param name="parameters">Every parameter's name, below <c>model.</c>, and shape.</param>
    public static LoraTargets OfTextEncoder(IEnumerable<(string Name, long[] Shape)> parameters) => new(parameters, TextEncoderPrefixes);

    /// <summary>Whether a tensor's name says that it is meant for a text encoder.</summary>
    internal static bool NamesTextEncoder(string key) => Array.Exists(TextEncoderMarks, m => key.StartsWith(m, StringComparison.Ordinal));

    /// <summary>The layer that a file means, or null.</summary>
    /// <param name="module">The layer's name as the file spells it.</param>
    internal LoraTarget? Find(string module)
    {
        // Old diffusers files put the attention's processor between the attention and its layers.
        var name = module.Replace(".processor.", ".", StringComparison.Ordinal);
        while (true)
        {
            if (_spellings.TryGetValue(name, out var target))
            {
                return target;
            }
            if (Array.Find(_prefixes, p => name.StartsWith(p, StringComparison.Ordinal)) is not { } prefix)
            {
                return null;
            }
            name = name[prefix.Length..];
        }
    }

    private void Add(LoraTarget target)
    {
        Spell(target.Layer, target);
        var dot = target.Layer.LastIndexOf('.');
        var (parent, leaf) = (target.Layer[..(dot + 1)], target.Layer[(dot + 1)..]);
        if (!parent.EndsWith("attn.", StringComparison.Ordinal))
        {
            return;
        }
        // One matrix here, three in diffusers' attention; the text stream of a joint attention has its own names there.
        var text = leaf.EndsWith("_y", StringComparison.Ordinal);
        var suffix = text || leaf.EndsWith("_x", StringComparison.Ordinal) ? leaf[^2..] : "";
        var plain = leaf[..^suffix.Length];
        if (plain == "qkv")
        {
            var outputs = target.Outputs / 3;
            foreach (var (index, part) in "qkv".Index())
            {
                var third = target with { First = index * outputs, Outputs = outputs };
                string[] names = [$"to_{part}{suffix}", $"{part}_proj{suffix}", $"{part}{suffix}", text ? $"add_{part}_proj" : $"to_{part}", text ? $"{part}_add_proj" : $"{part}_proj"];
                Array.ForEach(names, n => Spell(parent + n, third));
            }
        }
        else if (plain == "proj")
        {
            string[] names = text ? ["to_add_out"] : ["to_out.0", "to_out"];
            Array.ForEach(names, n => Spell(parent + n, target));
        }
    }

    private void Spell(string name, LoraTarget target)
    {
        _spellings.TryAdd(name, target);
        _spellings.TryAdd(name.Replace('.', '_'), target);
    }
}
