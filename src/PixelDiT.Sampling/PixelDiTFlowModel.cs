using PixelDiT.Models.Layers;
using PixelDiT.Models.PixelDiT;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>The text-to-image PixelDiT as samplers see it: its own convention is theirs. Borrows the network.</summary>
/// <param name="network">The network; must stay loaded while this is used.</param>
/// <param name="adapters">What is added to its layers, on its device; null (the default) for nothing.</param>
public sealed class PixelDiTFlowModel(PixelDiTT2I network, AdapterSet? adapters = null) : IFlowModel
{
    /// <inheritdoc/>
    public Device Device => network.Device;

    /// <inheritdoc/>
    public int? TextWidth => network.Config.TextWidth;

    /// <inheritdoc/>
    public Tensor Velocity(Tensor x, Tensor timesteps, Tensor context) => network.Forward(x, timesteps, context, adapters);

    /// <inheritdoc/>
    public long WorkingBytes(int rows, int height, int width, int tokens) => network.WorkingBytes(rows, height, width, tokens);

    /// <summary>Any PixelDiT as samplers see it.</summary>
    /// <param name="network">The network; must stay loaded while the result is used.</param>
    /// <param name="adapters">What is added to its layers, on its device; null (the default) for nothing.</param>
    public static IFlowModel For(PixelDiTNetwork network, AdapterSet? adapters = null) => network switch
    {
        PixelDiTT2I text => new PixelDiTFlowModel(text, adapters),
        PixelDiTC2I classes => new PixelDiTClassFlowModel(classes, adapters),
        _ => throw new ArgumentException($"{network?.GetType().Name ?? "null"} is no PixelDiT that can be sampled", nameof(network)),
    };

    /// <summary>The time axis that a PixelDiT is sampled on where nothing else is asked for: shift 4 for texts, no shift for classes.</summary>
    /// <param name="config">Its sizes, which tell its kind.</param>
    public static ModelSamplingFlow DefaultSampling(PixelDiTConfig config) =>
        config is PixelDiTC2IConfig ? PixelDiTClassFlowModel.DefaultSampling : new ModelSamplingFlow();
}
