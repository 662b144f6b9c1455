using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PixelDiT.Nodes.PixelDiT.Editing;

/// <summary>A mask in the size of the images that it is for.</summary>
internal static class FittingMask
{
    /// <summary>The mask as it is, or scaled to the images, which is noted.</summary>
    /// <param name="mask">[H, W] or [N, H, W].</param>
    /// <param name="image">[B, H, W, C].</param>
    /// <param name="notes">Told that the mask was scaled.</param>
    /// <returns>[1 or B, H, W], float32, in the caller's dispose scope; zeros where nothing is marked.</returns>
    /// <exception cref="SamplingSettingException">The mask is for another number of images, or holds no pixel.</exception>
    public static Tensor For(Tensor mask, Tensor image, NodeNotes notes)
    {
        var (batch, height, width) = (image.shape[0], image.shape[1], image.shape[2]);
        var several = mask.shape.Length == 2 ? mask.unsqueeze(0) : mask; // [N, h, w]
        if (several.shape is not [var count, >= 1, >= 1] || (count != 1 && count != batch))
        {
            throw new SamplingSettingException("mask", $"of shape [{string.Join(", ", mask.shape)}]", $"one mask, or one for each of the images: [1 or {batch}, height, width]");
        }
        if (IsEmpty(several))
        {
            return zeros([1, height, width], ScalarType.Float32);
        }
        if (several.shape[1] == height && several.shape[2] == width)
        {
            return several.to(ScalarType.Float32);
        }
        notes.Warn($"the mask is {several.shape[2]}x{several.shape[1]}, the image {width}x{height}: the mask was scaled to it.");
        return functional.interpolate(several.to(ScalarType.Float32).unsqueeze(1), size: [height, width], mode: InterpolationMode.Bilinear).squeeze(1);
    }

    /// <summary>Whether a mask marks nothing, as that which LoadImage gives for an image without transparency.</summary>
    public static bool IsEmpty(Tensor mask) => !mask.gt(0).any().item<bool>();
}
