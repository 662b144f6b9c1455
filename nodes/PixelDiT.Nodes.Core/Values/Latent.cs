using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Values;

/// <summary>A value of type <c>LATENT</c>. In pixel space the latent is the picture itself, channels first.</summary>
/// <remarks>Immutable; values may share tensors, and the runtime disposes a tensor when the last value that holds it goes.</remarks>
public sealed record Latent : IHoldsResources
{
    /// <summary>The pictures, float32 [B, C, H, W]; C = 3 and values in [-1, 1] where they are finished images.</summary>
    public required Tensor Samples { get; init; }

    /// <summary>Place of each picture in the batch from which it was taken, so that it gets the same noise again. Default null: 0, 1, 2 …</summary>
    public IReadOnlyList<long>? BatchIndex { get; init; }

    /// <summary>
    /// How many pixels one element spans along each side, in an empty latent that was made for no model in particular; a sampler gives it the layout
    /// of its model. Default null: the latent is meant as it is.
    /// </summary>
    public int? SpatialDownscale { get; init; }

    /// <summary>
    /// Where sampling changes the pictures: 1 makes new, 0 keeps, between them blends. float32 [B' or 1, 1, H', W'] of any size; samplers scale it to the
    /// pictures and repeat it over the batch. Default null: everywhere.
    /// </summary>
    public Tensor? NoiseMask { get; init; }

    /// <inheritdoc />
    public IEnumerable<IDisposable> Resources => NoiseMask is null ? [Samples] : [Samples, NoiseMask];
}
