using PixelDiT.Models.Checkpoints;
using PixelDiT.Torch;
using static TorchSharp.torch;

namespace PixelDiT.Models.Layers;

/// <summary>y = x·Wᵀ + b, W [out, in] in the file's element type, computed in the type of x.</summary>
internal sealed class Linear : IDisposable
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;

    private Linear(Tensor weight, Tensor? bias)
    {
        _weight = weight;
        _bias = bias;
    }

    /// <summary>Reads <c>weight</c>, and <c>bias</c> where the layer has one.</summary>
    public static Linear Read(WeightReader weights, long outputs, long inputs, bool bias) => new(
        weights.Matrix("weight", outputs, inputs),
        bias ? weights.Small("bias", weights.ComputeType, outputs) : null);

    public Tensor Forward(Tensor x) => Accelerator.Current.Linear(x, _weight, _bias);

    /// <summary>
    /// The same in float32 whatever the compute type: for the few small layers at the network's ends, where rounding would be seen in the image.
    /// </summary>
    public Tensor ForwardFloat32(Tensor x) => Accelerator.Current.Linear(x.to(float32), _weight.to(float32), _bias?.to(float32));

    public void Dispose()
    {
        _weight.Dispose();
        _bias?.Dispose();
    }
}
