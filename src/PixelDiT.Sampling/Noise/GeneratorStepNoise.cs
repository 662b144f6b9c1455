using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// ComfyUI's default step noise: independent draws from one generator on the latent's device, seeded with the run's seed. On the CPU
/// the seed is one higher, so that the first draw does not repeat the initial noise, which always comes from a CPU generator.
/// </summary>
public sealed class GeneratorStepNoise : IStepNoise, IDisposable
{
    private readonly long[] _shape;
    private readonly Device _device;
    private readonly Generator _generator;

    /// <summary>Seeds the generator.</summary>
    /// <param name="shape">Shape of every draw: the latent's.</param>
    /// <param name="device">The latent's device.</param>
    /// <param name="seed">The run's seed; on the CPU 2⁶⁴-1 wraps round to 0.</param>
    public GeneratorStepNoise(IReadOnlyList<long> shape, Device device, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(device);
        _shape = [.. shape];
        _device = device;
        _generator = new Generator(device.type == DeviceType.CPU ? unchecked(seed + 1) : seed, device);
    }

    /// <inheritdoc/>
    public Tensor Draw(double sigma, double sigmaNext) => randn(_shape, ScalarType.Float32, _device, generator: _generator);

    /// <summary>Frees the generator.</summary>
    public void Dispose() => _generator.Dispose();
}
