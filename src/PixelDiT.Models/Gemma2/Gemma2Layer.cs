using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Layers;
using PixelDiT.Torch;
using static TorchSharp.torch;

namespace PixelDiT.Models.Gemma2;

/// <summary>What all layers of one pass share.</summary>
/// <param name="Cos">[T, dh/2] float32.</param>
/// <param name="Sin">[T, dh/2] float32.</param>
/// <param name="Mask">[1, 1, T, T past + T] bool, true where a query may see a key.</param>
/// <param name="SoftCap">Attention soft-capping; 0 for none.</param>
internal sealed record Gemma2Pass(Tensor Cos, Tensor Sin, Tensor Mask, double SoftCap);

/// <summary>Grouped-query attention and a gated MLP, each between a norm before and a norm after it.</summary>
internal sealed class Gemma2Layer : IDisposable
{
    private readonly Gemma2Config _config;
    private readonly ScalarType _computeType;
    private readonly RmsNorm _inputNorm;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly RmsNorm _attentionNorm;
    private readonly RmsNorm _mlpInputNorm;
    private readonly Linear _gate;
    private readonly Linear _up;
    private readonly Linear _down;
    private readonly RmsNorm _mlpNorm;

    public Gemma2Layer(WeightReader weights, Gemma2Config config)
    {
        (_config, _computeType) = (config, weights.ComputeType);
        long queries = (long)config.Heads * config.HeadWidth, keys = (long)config.KeyValueHeads * config.HeadWidth;
        _inputNorm = Norm("input_layernorm");
        _query = Linear.Read(weights.At("self_attn.q_proj"), queries, config.Width, bias: false);
        _key = Linear.Read(weights.At("self_attn.k_proj"), keys, config.Width, bias: false);
        _value = Linear.Read(weights.At("self_attn.v_proj"), keys, config.Width, bias: false);
        _output = Linear.Read(weights.At("self_attn.o_proj"), config.Width, queries, bias: false);
        _attentionNorm = Norm("post_attention_layernorm");
        _mlpInputNorm = Norm("pre_feedforward_layernorm");
        _gate = Linear.Read(weights.At("mlp.gate_proj"), config.MlpWidth, config.Width, bias: false);
        _up = Linear.Read(weights.At("mlp.up_proj"), config.MlpWidth, config.Width, bias: false);
        _down = Linear.Read(weights.At("mlp.down_proj"), config.Width, config.MlpWidth, bias: false);
        _mlpNorm = Norm("post_feedforward_layernorm");

        // Gemma's files store gain - 1.
        RmsNorm Norm(string name) => RmsNorm.Read(weights.At(name), config.Width, config.NormEps, offset: 1);
    }

    /// <param name="hidden">[1, T, width] float32: the sum over layers grows far beyond bf16's precision of single terms.</param>
    /// <param name="pass">What all layers share.</param>
    /// <param name="past">This layer's earlier keys and values, [1, KV heads, T past, dh] each, or null.</param>
    /// <param name="keep">Takes this layer's new keys and values, or null.</param>
    /// <returns>[1, T, width] float32.</returns>
    public Tensor Forward(Tensor hidden, Gemma2Pass pass, (Tensor Keys, Tensor Values)? past, Action<Tensor, Tensor>? keep)
    {
        var attended = Attend(_inputNorm.Forward(hidden).to(_computeType), pass, past, keep);
        hidden = hidden + _attentionNorm.Forward(attended.to(float32));

        var x = _mlpInputNorm.Forward(hidden).to(_computeType);
        var mlp = _down.Forward(Accelerator.Current.GeluTanhMul(_gate.Forward(x), _up.Forward(x)));
        return hidden + _mlpNorm.Forward(mlp.to(float32));
    }

    public void Dispose()
    {
        _inputNorm.Dispose();
        _query.Dispose();
        _key.Dispose();
        _value.Dispose();
        _output.Dispose();
        _attentionNorm.Dispose();
        _mlpInputNorm.Dispose();
        _gate.Dispose();
        _up.Dispose();
        _down.Dispose();
        _mlpNorm.Dispose();
    }

    private Tensor Attend(Tensor x, Gemma2Pass pass, (Tensor Keys, Tensor Values)? past, Action<Tensor, Tensor>? keep)
    {
        var query = Accelerator.Current.ApplyRotaryHalf(Heads(_query.Forward(x), _config.Heads), pass.Cos, pass.Sin);         // [1, H, T, dh]
        var key = Accelerator.Current.ApplyRotaryHalf(Heads(_key.Forward(x), _config.KeyValueHeads), pass.Cos, pass.Sin);     // [1, KV, T, dh]
        var value = Heads(_value.Forward(x), _config.KeyValueHeads);                                                          // [1, KV, T, dh]
        keep?.Invoke(key, value);
        if (past is var (keys, values))
        {
            (key, value) = (cat([keys, key], 2), cat([values, value], 2));
        }
        var attended = Accelerator.Current.Attention(query, key, value, pass.Mask, _config.Scale, pass.SoftCap);              // [1, H, T, dh]
        return _output.Forward(attended.transpose(1, 2).reshape(1, x.shape[1], (long)_config.Heads * _config.HeadWidth));
    }

    private Tensor Heads(Tensor x, int heads) => x.view(1, x.shape[1], heads, _config.HeadWidth).transpose(1, 2);
}
