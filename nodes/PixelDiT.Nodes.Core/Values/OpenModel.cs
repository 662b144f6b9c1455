using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Values;

/// <summary>A <see cref="Model"/> whose weights are in memory, ready to be sampled; dispose it when sampling is done.</summary>
public sealed class OpenModel : IDisposable
{
    private readonly IDisposable _network;
    private readonly IDisposable _loras;

    internal OpenModel(IFlowModel flow, int channels, int patchSize, IDisposable network, IDisposable loras)
    {
        (Flow, Channels, PatchSize, _network, _loras) = (flow, channels, patchSize, network, loras);
    }

    /// <summary>The network as samplers see it; not to be used after <see cref="Dispose"/>.</summary>
    public IFlowModel Flow { get; }

    /// <summary>Colour channels of its pictures: 3.</summary>
    public int Channels { get; }

    /// <summary>Side of its patches in pixels: width and height of pictures are multiples of it.</summary>
    public int PatchSize { get; }

    /// <summary>Lets go of the weights. A second call does nothing.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _loras.Dispose();
    }
}
