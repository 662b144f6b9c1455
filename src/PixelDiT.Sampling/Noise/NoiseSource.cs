using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>A value of type <c>NOISE</c>: the noise a run starts from, and the seed of the noise that stochastic solvers add.</summary>
/// <param name="Seed">Seed of both.</param>
public sealed record NoiseSource(ulong Seed)
{
    /// <summary>ComfyUI's DisableNoise: no initial noise, seed 0 for the steps.</summary>
    public static NoiseSource Disabled { get; } = new(0) { IsDisabled = true };

    /// <summary>Zeros in place of the initial noise; solvers still draw their own from <see cref="Seed"/>. Default false.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>The initial noise.</summary>
    /// <param name="shape">Shape of the latent, [B, C, H, W].</param>
    /// <param name="batchIndex">As in <see cref="InitialNoise.Draw"/>.</param>
    /// <returns>[B, C, H, W], float32, CPU, a new tensor in the caller's dispose scope.</returns>
    /// <exception cref="SamplingSettingException">The indices do not match the batch or one is negative.</exception>
    public Tensor Draw(IReadOnlyList<long> shape, IReadOnlyList<long>? batchIndex = null) =>
        IsDisabled ? zeros([.. shape], ScalarType.Float32, CPU) : InitialNoise.Draw(shape, Seed, batchIndex);
}
