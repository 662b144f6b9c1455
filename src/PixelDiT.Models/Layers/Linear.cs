using PixelDiT.Models.Checkpoints;
using PixelDiT.Torch;
using static TorchSharp.torch;

namespace PixelDiT.Models.Layers;

/// <summary>y = x·Wᵀ + b and what adapters add, W [out, in] in the file's element type, computed in the type of x.</summary>
internal sealed class Linear : IDisposable
{
    private readonly WeightMatrix _weight;
    private readonly Tensor? _bias;
    private readonly LayerAdapter _adapter;

    private Linear(WeightMatrix weight, Tensor? bias, LayerAdapter adapter)
    {
        _weight = weight;
        _bias = bias;
        _adapter = adapter;
    }

    /// <summary>Reads <c>weight</c>, and <c>bias</c> where the layer has one.</summary>
    public static Linear Read(WeightReader weights, long outputs, long inputs, bool bias) => new(
        weights.Matrix("weight", outputs, inputs),
        bias ? weights.Small("bias", weights.ComputeType, outputs) : null,
        weights.Adapter());

    public Tensor Forward(Tensor x) => _adapter.AddTo(x, _weight.Multiply(x, _bias));

    /// <summary>
    /// The same in float32 whatever the compute type: for the few small layers at the network's ends, where rounding would be seen in the image.
    /// </summary>
    public Tensor ForwardFloat32(Tensor x)
    {
        x = x.to(float32);
        return _adapter.AddTo(x, Accelerator.Current.Linear(x, _weight.Dense(ScalarType.Float32), _bias?.to(float32)));
    }

    public void Dispose()
    {
        _weight.Dispose();
        _bias?.Dispose();
    }
}
