using PixelDiT.Nodes.Core.Latents;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images.Resampling;

/// <summary>
/// Resizing by ComfyUI's methods: <c>nearest-exact</c>, <c>bilinear</c>, <c>bicubic</c> and <c>area</c> are PyTorch's (no antialiasing, pixel centres at
/// half units), <c>lanczos</c> is <see cref="Lanczos"/>, <c>bislerp</c> is <see cref="Bislerp"/>.
/// </summary>
/// <remarks><c>bicubic</c> overshoots: its values may leave [0, 1], and are handed on as they are, as in ComfyUI.</remarks>
internal static class Resize
{
    /// <summary>Resizes images.</summary>
    /// <param name="images">[B, H, W, C].</param>
    /// <param name="width">Wanted width in pixels.</param>
    /// <param name="height">Wanted height in pixels.</param>
    /// <param name="method">One of the methods above.</param>
    /// <param name="crop"><c>center</c> first cuts the wanted aspect ratio out of the middle; anything else distorts.</param>
    /// <param name="cancellation">Looked at between rows where that is possible.</param>
    /// <returns>A new contiguous tensor [B, height, width, C] in the caller's dispose scope.</returns>
    /// <exception cref="PictureException">The images or the wanted size have no pixels.</exception>
    public static Tensor Images(Tensor images, long width, long height, string method, string crop = "disabled", CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        return Planes(images.permute(0, 3, 1, 2), width, height, method, crop, cancellation).permute(0, 2, 3, 1).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Resizes masks [B, H, W], [H, W] or [B, 1, H, W] bilinearly; [B, 1, height, width] in the caller's dispose scope.</summary>
    public static Tensor Masks(Tensor masks, long width, long height) =>
        Planes(NoiseMasks.Layout(masks), width, height, "bilinear");

    /// <summary>Resizes planes [B, C, H, W]; see <see cref="Images"/>.</summary>
    /// <returns>A new tensor [B, C, height, width], perhaps in another order in memory, in the caller's dispose scope.</returns>
    /// <exception cref="PictureException">The planes or the wanted size have no pixels.</exception>
    public static Tensor Planes(Tensor planes, long width, long height, string method, string crop = "disabled", CancellationToken cancellation = default)
    {
        if (width < 1 || height < 1 || planes.numel() == 0)
        {
            throw new PictureException(
                $"A picture of {planes.shape[3]}x{planes.shape[2]} pixels cannot be resized to {width}x{height}: each side needs at least 1 pixel.");
        }
        using var scope = NewDisposeScope();
        var part = crop == "center" ? Centre(planes, width, height) : planes;
        var result = method switch
        {
            "lanczos" => Lanczos.Resize(part, width, height, cancellation),
            "bislerp" => Bislerp.Resize(part, width, height),
            _ => nn.functional.interpolate(part, [height, width], mode: Mode(method)),
        };
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>A size in pixels from a fraction, half to even, as Python rounds.</summary>
    public static long Round(double pixels) => (long)Math.Round(pixels, MidpointRounding.ToEven);

    private static InterpolationMode Mode(string method) => method switch
    {
        "nearest-exact" => InterpolationMode.NearestExact,
        "bilinear" => InterpolationMode.Bilinear,
        "bicubic" => InterpolationMode.Bicubic,
        "area" => InterpolationMode.Area,
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Known are nearest-exact, bilinear, bicubic, area, lanczos and bislerp."),
    };

    private static Tensor Centre(Tensor planes, long width, long height)
    {
        var (oldWidth, oldHeight) = (planes.shape[3], planes.shape[2]);
        var (oldAspect, aspect) = ((double)oldWidth / oldHeight, (double)width / height);
        var x = oldAspect > aspect ? Round((oldWidth - (oldWidth * (aspect / oldAspect))) / 2) : 0;
        var y = oldAspect < aspect ? Round((oldHeight - (oldHeight * (oldAspect / aspect))) / 2) : 0;
        // Extreme ratios would leave nothing; one row or column stays.
        (x, y) = (Math.Min(x, (oldWidth - 1) / 2), Math.Min(y, (oldHeight - 1) / 2));
        return planes.narrow(2, y, oldHeight - (2 * y)).narrow(3, x, oldWidth - (2 * x));
    }
}
