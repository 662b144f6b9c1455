using System.Runtime.InteropServices;
using PixelDiT.Imaging;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Between decoded images, or bytes, and tensors of type IMAGE [N, H, W, C] and MASK [N, H, W].</summary>
internal static class ImageTensor
{
    // Side of the mask that ComfyUI hands out for an image without alpha: "no mask", whatever the image's size.
    private const int NoMaskSide = 64;

    /// <summary>All frames as float32 [N, H, W, 3] in 0…1; alpha is left out. In the caller's dispose scope.</summary>
    public static Tensor Rgb(DecodedImage image) =>
        Fill(image, [image.Frames, image.Height, image.Width, 3], image.CopyRgb);

    /// <summary>1 - alpha as float32 [N, H, W]; zeros [N, 64, 64] for an image without alpha. In the caller's dispose scope.</summary>
    public static Tensor Mask(DecodedImage image)
    {
        if (!image.HasAlpha)
        {
            return zeros([image.Frames, NoMaskSide, NoMaskSide], ScalarType.Float32);
        }
        using var scope = NewDisposeScope();
        var alpha = Fill(image, [image.Frames, image.Height, image.Width], image.CopyAlpha);
        return (1 - alpha).MoveToOuterDisposeScope();
    }

    /// <summary>One picture [H, W, C] as the bytes that are saved: 255·x cut to 0…255, fractions dropped.</summary>
    public static byte[] ToBytes(Tensor picture)
    {
        using var scope = NewDisposeScope();
        var values = picture.to(ScalarType.Float32).cpu().contiguous();
        var bytes = GC.AllocateUninitializedArray<byte>((int)values.numel());
        PixelConvert.ToBytes(MemoryMarshal.Cast<byte, float>(values.bytes), bytes);
        return bytes;
    }

    private delegate void CopyFrame(int frame, Span<float> destination);

    private static Tensor Fill(DecodedImage image, long[] shape, CopyFrame copy)
    {
        using var scope = NewDisposeScope();
        var result = empty(shape, ScalarType.Float32);
        for (var i = 0; i < image.Frames; i++)
        {
            copy(i, MemoryMarshal.Cast<byte, float>(result.select(0, i).bytes));
        }
        return result.MoveToOuterDisposeScope();
    }
}
