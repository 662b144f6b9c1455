using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>Source of the noise that stochastic samplers add between steps.</summary>
public interface IStepNoise
{
    /// <summary>Standard normal noise for the move between two noise levels.</summary>
    /// <param name="sigma">Level the step starts from.</param>
    /// <param name="sigmaNext">Level it goes to.</param>
    /// <returns>A new tensor of the latent's shape and device, float32, in the caller's dispose scope.</returns>
    Tensor Draw(double sigma, double sigmaNext);
}
