using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Quarter turns and mirroring, of images and latents alike. Results may share memory and are in the caller's dispose scope.</summary>
internal static class Turning
{
    /// <summary>Turned clockwise by what a node's choice names; any other text leaves the picture as it is.</summary>
    public static Tensor Rotate(Tensor pictures, string rotation, int heightDim, int widthDim) => rotation switch
    {
        "90 degrees" => pictures.flip(heightDim).transpose(heightDim, widthDim),
        "180 degrees" => pictures.flip(heightDim, widthDim),
        "270 degrees" => pictures.flip(widthDim).transpose(heightDim, widthDim),
        _ => pictures,
    };

    /// <summary>Upside down (<c>x-axis: vertically</c>) or left to right (<c>y-axis: horizontally</c>).</summary>
    public static Tensor Flip(Tensor pictures, string method, int heightDim, int widthDim) =>
        pictures.flip(method == "x-axis: vertically" ? heightDim : widthDim);
}
