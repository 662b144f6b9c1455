using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Loaders;

/// <summary>How latents and images correspond. PixelDiT has no VAE: <c>pixel_space</c> needs no file.</summary>
/// <remarks>ComfyUI also lists the files of <c>models/vae</c>; none of them can run here, so a workflow that names one is refused before it starts.</remarks>
[Node("VAELoader", Title = "Load VAE", Category = "model/loaders", Module = "nodes",
    Description = "How latents and images correspond. PixelDiT works on the pixels themselves: choose pixel_space.")]
[Output("VAE")]
public sealed class VAELoader : Node
{
    /// <summary>The VAE.</summary>
    [ComboInput("pixel_space")]
    public string VaeName { get; set; } = "pixel_space";

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(PixelSpaceVae.Instance);
}
