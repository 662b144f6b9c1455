using PixelDiT.Models.Checkpoints;
using PixelDiT.Torch;
using static TorchSharp.torch;

namespace PixelDiT.Models.Layers;

/// <summary>x / sqrt(mean(x²) + eps) · gain over the last dimension; statistics in float32, result in the type of x.</summary>
internal sealed class RmsNorm : IDisposable
{
    private readonly Tensor _gain;
    private readonly double _eps;
    private readonly LayerAdapter _adapter;

    private RmsNorm(Tensor gain, double eps, LayerAdapter adapter)
    {
        _gain = gain;
        _eps = eps;
        _adapter = adapter;
    }

    /// <summary>Reads <c>weight</c>.</summary>
    /// <param name="weights">The norm's reader.</param>
    /// <param name="width">Length of the last dimension.</param>
    /// <param name="eps">Added to the mean square.</param>
    /// <param name="offset">Added to the stored weight: 1 in Gemma, whose files store gain - 1.</param>
    public static RmsNorm Read(WeightReader weights, long width, double eps, double offset = 0)
    {
        // float32: the gain multiplies a float32 value before the only rounding.
        var gain = weights.Small("weight", ScalarType.Float32, width);
        if (offset == 0)
        {
            return new RmsNorm(gain, eps, weights.Adapter());
        }
        using var scope = NewDisposeScope();
        using (gain)
        {
            return new RmsNorm(weights.Own(gain.add(offset)), eps, weights.Adapter());
        }
    }

    public Tensor Forward(Tensor x) => Accelerator.Current.RmsNorm(x, _adapter.Gain(_gain), _eps);

    /// <summary>norm(x)·(1 + scale) + shift; shift and scale broadcast over x.</summary>
    public Tensor Modulate(Tensor x, Tensor shift, Tensor scale) => Accelerator.Current.RmsNormModulate(x, _adapter.Gain(_gain), _eps, shift, scale);

    public void Dispose() => _gain.Dispose();
}
