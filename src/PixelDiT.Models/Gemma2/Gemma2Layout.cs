using System.Text.Json;
using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Models.Gemma2;

/// <summary>Finds a Gemma-2 in a file: the prefix of its keys, sizes from shapes, and the head size, which shapes do not tell, from the configuration.</summary>
internal static class Gemma2Layout
{
    /// <summary>Name of the metadata entry with the configuration.</summary>
    public const string ConfigurationKey = "config";

    private const string Marker = "layers.0.pre_feedforward_layernorm.weight";
    private const int UsualHeadWidth = 256;

    private static readonly string[] Prefixes = ["model.", "", "language_model.model.", "text_encoders.gemma2_2b.transformer.model.", "gemma2_2b.transformer.model."];

    /// <summary>The prefix of the model's keys.</summary>
    /// <exception cref="CheckpointException">The file holds no Gemma-2; the message says what it looks like.</exception>
    public static string FindPrefix(Checkpoint file)
    {
        var prefix = Array.Find(Prefixes, p => file.Tensors.ContainsKey(p + Marker));
        // Gemma-3 has the same norms, and others on queries and keys.
        return prefix is not null && !file.Tensors.ContainsKey(prefix + "layers.0.self_attn.q_norm.weight") ? prefix
            : throw CheckpointKind.Wrong(file, CheckpointKind.Gemma2TextEncoder);
    }

    /// <summary>Reads every size.</summary>
    /// <exception cref="CheckpointException">A tensor is missing, shapes contradict each other, or the head size cannot be told.</exception>
    public static Gemma2Config ReadConfig(Checkpoint file, string prefix, WeightReader weights)
    {
        var embedding = weights.Shape("embed_tokens.weight", 2);
        var layer = weights.At("layers.0");
        var (queries, keys) = (layer.Shape("self_attn.q_proj.weight", 2)[0], layer.Shape("self_attn.k_proj.weight", 2)[0]);
        var stated = Configuration(file);
        var head = (long)(stated("head_dim") ?? UsualHeadWidth);
        if (head < 2 || head % 2 != 0 || queries % head != 0 || keys % head != 0 || queries % keys != 0)
        {
            throw new CheckpointException(file.Path, $"{prefix}layers.0.self_attn.q_proj.weight", $"{queries} query and {keys} key channels do not divide into heads of {head}",
                "a head_dim in the file's 'config' metadata or in a config.json beside it");
        }
        return new Gemma2Config
        {
            VocabularySize = (int)embedding[0],
            Width = (int)embedding[1],
            MlpWidth = (int)layer.Shape("mlp.gate_proj.weight", 2)[0],
            Layers = Enumerable.Range(0, file.Tensors.Count).TakeWhile(i => weights.Has($"layers.{i}.input_layernorm.weight")).Count(),
            Heads = (int)(queries / head),
            KeyValueHeads = (int)(keys / head),
            HeadWidth = (int)head,
            QueryPreAttentionScalar = stated("query_pre_attn_scalar") ?? 0,
            RopeTheta = stated("rope_theta") ?? 10000,
            NormEps = stated("rms_norm_eps") ?? 1e-6,
        };
    }

    /// <summary>The numbers of the file's <c>config</c> metadata, else of a <c>config.json</c> beside it; null for those not stated.</summary>
    private static Func<string, double?> Configuration(Checkpoint file)
    {
        var beside = Path.Combine(file.Folder, "config.json");
        var (text, source) = file.Metadata.TryGetValue(ConfigurationKey, out var config) ? (config, "'config' metadata")
            : File.Exists(beside) ? (File.ReadAllText(beside), beside) : ("{}", "");
        try
        {
            using var json = JsonDocument.Parse(text);
            var numbers = json.RootElement.EnumerateObject()
                .Where(p => p.Value.ValueKind == JsonValueKind.Number)
                .GroupBy(p => p.Name)
                .ToDictionary(g => g.Key, g => g.Last().Value.GetDouble());
            return name => numbers.TryGetValue(name, out var value) ? value : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CheckpointException(file.Path, null, $"the configuration ({source}) is no JSON object ({e.Message.TrimEnd('.')})", null, e);
        }
    }
}
