using PixelDiT.Nodes.Core.Images;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>The axes by which nodes name the dimensions of a latent.</summary>
internal static class LatentAxis
{
    /// <summary>The dimension of [B, C, H, W] that <c>x</c> or <c>y</c> names.</summary>
    /// <exception cref="PictureException">It is <c>t</c>. ComfyUI takes the channels then, which no model can use.</exception>
    public static int Of(string name) => name switch
    {
        "x" => 3,
        "y" => 2,
        _ => throw new PictureException($"Pictures have no axis '{name}'; that is for videos. Theirs are x and y."),
    };
}
