using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// Step noise from one Brownian path over σ: (W(σ') - W(σ))/√|σ' - σ|. Moves that overlap have noise in common, so the same seed with
/// other steps follows nearly the same path, and the image settles as steps are added.
/// </summary>
internal sealed class BrownianStepNoise : IStepNoise, IDisposable
{
    private readonly BrownianPath _path;
    private readonly Device _device;

    /// <summary>Describes the path of a run.</summary>
    /// <param name="shape">The latent's shape.</param>
    /// <param name="device">The latent's device.</param>
    /// <param name="drawDevice">Where the path's normal numbers come from.</param>
    /// <param name="sigmas">The run's schedule; the path spans its levels above 0.</param>
    /// <param name="seed">The run's seed.</param>
    public BrownianStepNoise(IReadOnlyList<long> shape, Device device, Device drawDevice, IReadOnlyList<double> sigmas, ulong seed)
    {
        double low = sigmas.Where(s => s > 0.0).Min(), high = sigmas.Max();
        _device = device;
        // A schedule of one level above 0 never asks; its path still needs a length.
        _path = new BrownianPath(low, high > low ? high : low + 1.0, shape, drawDevice, seed);
    }

    /// <inheritdoc/>
    public Tensor Draw(double sigma, double sigmaNext)
    {
        using var scope = NewDisposeScope();
        var increment = _path.Increment(sigma, sigmaNext);
        // No move, no noise; 0/0 would be NaN.
        var scale = sigma == sigmaNext ? 0.0 : 1.0 / Math.Sqrt(Math.Abs(sigmaNext - sigma));
        return (increment * scale).to(_device).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the path.</summary>
    public void Dispose() => _path.Dispose();
}
