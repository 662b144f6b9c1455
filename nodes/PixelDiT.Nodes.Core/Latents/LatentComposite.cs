using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Masks;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Latents put onto latents, with soft edges.</summary>
[Node("LatentComposite", Title = "Latent Composite", Category = "model/latent", Module = "nodes",
    Description = "Puts latents onto others, with edges that fade out.", SearchAliases = ["overlay latent", "layer latent", "paste latent"])]
[Output("LATENT")]
public sealed class LatentComposite : Node
{
    /// <summary>The latents below; they decide size and number.</summary>
    [Input("LATENT")]
    public required Latent SamplesTo { get; set; }

    /// <summary>The latents on top; what reaches beyond those below is not seen. Fewer than those below are used again from the first.</summary>
    [Input("LATENT")]
    public required Latent SamplesFrom { get; set; }

    /// <summary>Left edge of the latents on top, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 8)]
    public int X { get; set; }

    /// <summary>Upper edge of the latents on top, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 8)]
    public int Y { get; set; }

    /// <summary>Width of the soft edges in pixels; edges that lie on an edge of the latents below stay hard.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 8)]
    public int Feather { get; set; }

    /// <inheritdoc />
    /// <exception cref="PictureException">The latents are of different models, or a batch is empty.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (to, from) = LatentPair.Unite(SamplesTo, SamplesFrom);
        var (x, y, feather) = (to.Elements(X), to.Elements(Y), to.Elements(Feather));
        var (height, width) = (to.Samples.shape[2], to.Samples.shape[3]);
        var seenWidth = Math.Max(0, Compositing.Visible(from.Samples.shape[3], x, width));
        var seenHeight = Math.Max(0, Compositing.Visible(from.Samples.shape[2], y, height));
        var seen = from.Samples.narrow(2, 0, seenHeight).narrow(3, 0, seenWidth);
        Tensor? mask = null;
        if (feather > 0)
        {
            var down = Masks.Feather.Factors(seenHeight, y != 0 ? feather : 0, y + seenHeight < height ? feather : 0);
            var across = Masks.Feather.Factors(seenWidth, x != 0 ? feather : 0, x + seenWidth < width ? feather : 0);
            mask = down.view(-1, 1) * across.view(1, -1); // [h, w]
        }
        return NodeResult.Of(to with { Samples = Compositing.Paste(to.Samples, seen, x, y, mask).DetachFromDisposeScope() });
    }
}
