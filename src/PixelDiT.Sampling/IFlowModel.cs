using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>A rectified-flow network guided by texts or classes, as the samplers see it.</summary>
public interface IFlowModel
{
    /// <summary>Where <see cref="Velocity"/> expects its inputs and leaves its output.</summary>
    Device Device { get; }

    /// <summary>What guides it; default: texts.</summary>
    ConditioningKind Conditioning => ConditioningKind.Text;

    /// <summary>Width D of the text embeddings that it takes; default: any.</summary>
    int? TextWidth => null;

    /// <summary>One forward pass.</summary>
    /// <param name="x">Noisy images [B, 3, H, W], float32, on <see cref="Device"/>.</param>
    /// <param name="timesteps">Multiplier·σ of each row [B], float32: 1000·σ for the text-to-image PixelDiT, σ for the class-conditional.</param>
    /// <param name="context">
    /// Text embeddings [B, T, D] on <see cref="Device"/>, in the dtype they were given in; or class indices [B, 1, 1], int64.
    /// </param>
    /// <returns>Velocity noise - image, [B, 3, H, W], float32, a new tensor in the caller's dispose scope.</returns>
    Tensor Velocity(Tensor x, Tensor timesteps, Tensor context);

    /// <summary>
    /// Estimate of the memory one forward pass needs beyond the weights, in bytes. Decides whether conditional and unconditional
    /// rows run as one batch.
    /// </summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="height">Image height in pixels.</param>
    /// <param name="width">Image width in pixels.</param>
    /// <param name="tokens">Tokens T of the conditioning.</param>
    long WorkingBytes(int rows, int height, int width, int tokens);
}
