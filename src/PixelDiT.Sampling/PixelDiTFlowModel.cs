using PixelDiT.Models.Layers;
using PixelDiT.Models.PixelDiT;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>The text-to-image PixelDiT as samplers see it. Borrows the network.</summary>
/// <param name="network">The network; must stay loaded while this is used.</param>
/// <param name="adapters">What is added to its layers, on its device; null (the default) for nothing.</param>
public sealed class PixelDiTFlowModel(PixelDiTT2I network, AdapterSet? adapters = null) : IFlowModel
{
    /// <inheritdoc/>
    public Device Device => network.Device;

    /// <inheritdoc/>
    public Tensor Velocity(Tensor x, Tensor timesteps, Tensor context) => network.Forward(x, timesteps, context, adapters);

    /// <inheritdoc/>
    public long WorkingBytes(int rows, int height, int width, int tokens) => network.WorkingBytes(rows, height, width, tokens);
}
