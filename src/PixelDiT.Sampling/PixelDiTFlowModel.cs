using PixelDiT.Models.PixelDiT;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>The text-to-image PixelDiT as samplers see it. Borrows the network.</summary>
/// <param name="network">The network; must stay loaded while this is used.</param>
public sealed class PixelDiTFlowModel(PixelDiTT2I network) : IFlowModel
{
    // What a forward pass holds at once at its two widest places, counted in elements; float32 assumed, so bf16 has room to spare.
    private const int BytesPerElement = 4;

    /// <inheritdoc/>
    public Device Device => network.Device;

    /// <inheritdoc/>
    public Tensor Velocity(Tensor x, Tensor timesteps, Tensor context) => network.Forward(x, timesteps, context);

    /// <inheritdoc/>
    public long WorkingBytes(int rows, int height, int width, int tokens)
    {
        var config = network.Config;
        var patches = (long)height * width / ((long)config.PatchSize * config.PatchSize);
        // A patch block: both streams' qkv (3·D), attention result and residuals (5·D), the MLP's two halves.
        var patchBlock = (patches + tokens) * ((8L * config.Width) + (2L * config.MlpWidth));
        // A pixel block, per pixel: six modulation values, residual, normed, expanded (4·Dp), the MLP; and per patch qkv and attention.
        var pixelBlock = ((long)height * width * ((10L * config.PixelWidth) + config.PixelMlpWidth)) + (patches * 5L * config.PixelAttentionWidth);
        return rows * BytesPerElement * Math.Max(patchBlock, pixelBlock);
    }
}
