using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Values;

/// <summary>A value of type <c>LATENT</c>. In pixel space the latent is the picture itself, channels first.</summary>
/// <remarks>Immutable; values may share tensors, and the runtime disposes a tensor when the last value that holds it goes.</remarks>
public sealed record Latent : IHoldsResources
{
    /// <summary>The pictures, float32 [B, C, H, W]; C = 3 and values in [-1, 1] where they are finished images.</summary>
    public required Tensor Samples { get; init; }

    /// <summary>Where to sample, float32 [B, 1, H, W] or broadcastable to it: 1 = sample, 0 = keep. Default null: everywhere.</summary>
    public Tensor? NoiseMask { get; init; }

    /// <summary>Place of each picture in the batch from which it was taken, so that it gets the same noise again. Default null: 0, 1, 2 …</summary>
    public IReadOnlyList<int>? BatchIndex { get; init; }

    /// <inheritdoc />
    public IEnumerable<IDisposable> Resources => NoiseMask is null ? [Samples] : [Samples, NoiseMask];
}
