using PixelDiT.Models.Layers;
using PixelDiT.Models.PixelDiT;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// The class-conditional PixelDiT as samplers see it. The network counts time from noise to image and returns image - noise; samplers count noise levels and
/// expect noise - image: t = 1 - σ, v = -network(x, t). Borrows the network.
/// </summary>
/// <param name="network">The network; must stay loaded while this is used.</param>
/// <param name="adapters">What is added to its layers, on its device; null (the default) for nothing.</param>
public sealed class PixelDiTClassFlowModel(PixelDiTC2I network, AdapterSet? adapters = null) : IFlowModel
{
    /// <summary>No shift, and times that are noise levels: what <see cref="Velocity"/> expects.</summary>
    public static ModelSamplingFlow DefaultSampling { get; } = new(shift: 1.0, multiplier: 1.0);

    /// <inheritdoc/>
    public Device Device => network.Device;

    /// <inheritdoc/>
    public ConditioningKind Conditioning => ConditioningKind.Class;

    /// <inheritdoc/>
    public Tensor Velocity(Tensor x, Tensor timesteps, Tensor context)
    {
        using var scope = NewDisposeScope();
        var classes = context.view(-1);                                                 // [B, 1, 1] → [B]
        return network.Forward(x, 1f - timesteps, classes, adapters).neg().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public long WorkingBytes(int rows, int height, int width, int tokens) => network.WorkingBytes(rows, height, width, tokens);
}
