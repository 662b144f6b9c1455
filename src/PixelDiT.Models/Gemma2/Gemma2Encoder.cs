using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Gemma2;

/// <summary>
/// Gemma-2 as a text encoder: token ids in, last hidden states (after the final norm) out. https://arxiv.org/abs/2408.00118
/// </summary>
/// <remarks>Weights stay in the file's element type; on the CPU they are the file's own pages. Sliding windows are left out: texts here are far shorter than one.</remarks>
public sealed class Gemma2Encoder : ILoadedModel
{
    private readonly Device _device;
    private readonly WeightMatrix _embedding;       // [vocabulary, width]
    private readonly Gemma2Layer[] _layers;
    private readonly RmsNorm _norm;
    private readonly AdapterSlot _adapters;

    private Gemma2Encoder(WeightReader weights, Gemma2Config config, Device device, long weightBytes)
    {
        (Config, WeightBytes, _device) = (config, weightBytes, device);
        _embedding = weights.Matrix("embed_tokens.weight", config.VocabularySize, config.Width);
        _layers = [.. Enumerable.Range(0, config.Layers).Select(i => new Gemma2Layer(weights.At($"layers.{i}"), config))];
        _norm = RmsNorm.Read(weights.At("norm"), config.Width, config.NormEps, offset: 1);
        _adapters = weights.Adapters;
    }

    /// <summary>The sizes found in the file.</summary>
    public Gemma2Config Config { get; }

    /// <inheritdoc/>
    public long WeightBytes { get; }

    /// <summary>Where weights and arithmetic are.</summary>
    public Device Device => _device;

    /// <summary>Loads a text encoder; returns when its weights are in memory (CPU) or on the device.</summary>
    /// <param name="path">A file with keys <c>model.layers.N.*</c>.</param>
    /// <param name="policy">Device and text encoder element type; the machine's defaults when null.</param>
    /// <exception cref="CheckpointException">The file is damaged, incomplete, or another kind of model; the message says which.</exception>
    public static Gemma2Encoder Load(string path, ComputePolicy? policy = null)
    {
        using var file = Checkpoint.Open(path);
        return Load(file, policy ?? ComputePolicy.Default);
    }

    /// <summary>Reads a file's header and checks every tensor's presence, shape and type, without reading weights.</summary>
    /// <param name="path">A model file of any container.</param>
    /// <returns>The sizes found in the file.</returns>
    /// <exception cref="CheckpointException">The file is damaged, incomplete, or another kind of model; the message says which.</exception>
    public static Gemma2Config Check(string path)
    {
        using var file = Checkpoint.Open(path);
        return Open(file, CPU, ScalarType.Float32).Config;
    }

    internal static Gemma2Encoder Load(Checkpoint file, ComputePolicy policy)
    {
        var (weights, config, entries) = Open(file, policy.Device, policy.TextEncoderType);
        using var scope = NewDisposeScope();
        // Of the embedding table, a quarter of the file, a prompt touches a few hundred rows: those come in when they are read.
        file.Prefetch(entries.Select(e => e.Name).Where(n => policy.Device.type != DeviceType.CPU || !n.EndsWith("embed_tokens.weight", StringComparison.Ordinal)));
        return weights.Build(w => new Gemma2Encoder(w, config, policy.Device, entries.Sum(e => e.Length)));
    }

    /// <summary>Encodes a text.</summary>
    /// <param name="ids">Token ids, T of them.</param>
    /// <param name="mask">T values, false for padding, which no token sees; null when there is none. The first token must be true.</param>
    /// <param name="attentionSoftCap">Scores become cap·tanh(score/cap); 0 (the default) leaves them. Gemma-2 was trained with 50, ComfyUI uses none.</param>
    /// <param name="adapters">What is added to the layers in this pass, on the model's device; null (the default) for nothing.</param>
    /// <returns>Hidden states [1, T, width], float32 on the model's device, in the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">No ids, an id outside the vocabulary, a mask that does not fit, or another model's adapters.</exception>
    public Tensor Forward(ReadOnlySpan<int> ids, ReadOnlySpan<bool> mask = default, double attentionSoftCap = 0, AdapterSet? adapters = null) =>
        Forward(ids, mask, attentionSoftCap, past: null, pastTokens: 0, keep: null, adapters);

    /// <summary>The same for tokens that follow others.</summary>
    /// <param name="ids">The new tokens.</param>
    /// <param name="mask">Which of the new tokens are no padding; empty for all.</param>
    /// <param name="attentionSoftCap">As above; the earlier tokens must have been run with the same.</param>
    /// <param name="past">Keys and values of earlier tokens, none of them padding, or null.</param>
    /// <param name="pastTokens">How many of them come before the new ones.</param>
    /// <param name="keep">Takes the new tokens' keys and values, or null.</param>
    /// <param name="adapters">As above; the earlier tokens must have been run with the same.</param>
    /// <returns>Hidden states of the new tokens [1, T, width].</returns>
    internal Tensor Forward(ReadOnlySpan<int> ids, ReadOnlySpan<bool> mask, double attentionSoftCap, KeyValues? past, int pastTokens, KeyValues? keep, AdapterSet? adapters = null)
    {
        CheckInputs(ids, mask, pastTokens);
        using var bound = _adapters.Bind(adapters);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var pass = new Gemma2Pass(Rotary(pastTokens, ids.Length, Math.Cos), Rotary(pastTokens, ids.Length, Math.Sin), Visible(ids.Length, mask, pastTokens), attentionSoftCap);

        var indices = tensor(Array.ConvertAll(ids.ToArray(), id => (long)id), device: _device);
        var hidden = _embedding.Rows(indices).unsqueeze(0) * (float)Math.Sqrt(Config.Width);      // [1, T, width]
        for (var i = 0; i < _layers.Length; i++)
        {
            using var layerScope = NewDisposeScope();
            hidden = _layers[i].Forward(hidden, pass, past?.Layer(i, pastTokens), keep is null ? null : keep.Add).MoveToOuterDisposeScope();
        }
        return _norm.Forward(hidden).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _embedding.Dispose();
        Array.ForEach(_layers, l => l.Dispose());
        _norm.Dispose();
    }

    private static (WeightReader Weights, Gemma2Config Config, IReadOnlyList<TensorEntry> Entries) Open(Checkpoint file, Device device, ScalarType computeType)
    {
        var prefix = Gemma2Layout.FindPrefix(file);
        var weights = new WeightReader(file, prefix, device, computeType);
        var config = Gemma2Layout.ReadConfig(file, prefix, weights);
        return (weights, config, weights.Check(config.Parameters()));
    }

    private void CheckInputs(ReadOnlySpan<int> ids, ReadOnlySpan<bool> mask, int pastTokens)
    {
        if (ids.Length == 0)
        {
            throw new ArgumentException("there are no tokens to encode", nameof(ids));
        }
        foreach (var id in ids)
        {
            if (id < 0 || id >= Config.VocabularySize)
            {
                throw new ArgumentException($"token id {id} is outside the encoder's vocabulary of {Config.VocabularySize}: tokenizer and encoder do not belong together", nameof(ids));
            }
        }
        // A token that sees nothing has no attention to compute.
        if (mask.Length != 0 && (mask.Length != ids.Length || (pastTokens == 0 && !mask[0])))
        {
            throw new ArgumentException($"the mask has {mask.Length} values for {ids.Length} tokens, or hides the first one", nameof(mask));
        }
    }

    /// <summary>[T, dh/2] float32: a function of position·θ^(-2k/dh).</summary>
    private Tensor Rotary(int start, int length, Func<double, double> function)
    {
        var pairs = Config.HeadWidth / 2;
        var values = new float[length * pairs];
        for (var i = 0; i < length; i++)
        {
            for (var k = 0; k < pairs; k++)
            {
                values[(i * pairs) + k] = (float)function((start + i) / Math.Pow(Config.RopeTheta, (double)k / pairs));
            }
        }
        return tensor(values, [length, pairs], device: _device);
    }

    /// <summary>[1, 1, T, T past + T] bool: every token sees the earlier ones and itself, and no padding.</summary>
    private Tensor Visible(int length, ReadOnlySpan<bool> mask, int pastTokens)
    {
        var columns = pastTokens + length;
        var visible = new bool[length * columns];
        for (var query = 0; query < length; query++)
        {
            var row = visible.AsSpan(query * columns, columns);
            row[..pastTokens].Fill(true);
            for (var key = 0; key <= query; key++)
            {
                row[pastTokens + key] = mask.Length == 0 || mask[key];
            }
        }
        return tensor(visible, [1, 1, length, columns], device: _device);
    }
}
