using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>A noise mask made ready for one latent.</summary>
internal static class NoiseMask
{
    /// <summary>Resizes a mask to a latent bilinearly and repeats it in turn to its batch; surplus masks are dropped.</summary>
    /// <param name="mask">[H', W'], [b, H', W'] or [b, 1, H', W'], values 0 … 1.</param>
    /// <param name="latent">[B, C, H, W], whose device the result is on.</param>
    /// <returns>[B, 1, H, W], float32, a new tensor in the caller's dispose scope.</returns>
    /// <exception cref="SamplingSettingException">Another shape, or a value outside 0 … 1.</exception>
    public static Tensor For(Tensor mask, Tensor latent)
    {
        var shape = mask.shape;
        if (shape.Length is < 2 or > 4 || (shape.Length == 4 && shape[1] != 1) || shape.Any(n => n < 1))
        {
            throw Refuse($"of shape [{string.Join(", ", shape)}]", "[height, width], [batch, height, width] or [batch, 1, height, width]");
        }
        using var scope = NewDisposeScope();
        var local = mask.to(ScalarType.Float32).to(latent.device).reshape(-1, 1, shape[^2], shape[^1]);           // [b, 1, H', W']
        if (!local.ge(0.0).logical_and(local.le(1.0)).all().item<bool>())
        {
            throw Refuse($"a mask with values from {local.min().item<float>():G6} to {local.max().item<float>():G6}", "values from 0 to 1");
        }
        var (batch, height, width) = (latent.shape[0], latent.shape[2], latent.shape[3]);
        if ((shape[^2], shape[^1]) != (height, width))
        {
            local = nn.functional.interpolate(local, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
        }
        var rows = local.shape[0];
        if (rows < batch)
        {
            local = local.repeat((batch + rows - 1) / rows, 1, 1, 1);
        }
        // Never the caller's own tensor: it may be in this shape already.
        return local.narrow(0, 0, batch).clone().MoveToOuterDisposeScope();                                       // [B, 1, H, W]
    }

    private static SamplingSettingException Refuse(string value, string expected) => new("noise_mask", value, expected);
}
