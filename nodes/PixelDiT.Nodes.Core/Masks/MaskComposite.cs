using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>A mask combined with a part of another.</summary>
[Node("MaskComposite", Title = "Combine Masks", Category = "image/mask", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_mask",
    Description = "Combines a mask with a second one that lies at a place on it.", SearchAliases = ["combine masks", "blend masks", "layer masks", "masks composition"])]
[Output("MASK")]
public sealed class MaskComposite : Node
{
    /// <summary>The mask below; it decides size and number.</summary>
    [Input("MASK")]
    public required Tensor Destination { get; set; }

    /// <summary>The mask on top; what reaches beyond the one below does nothing. Fewer than those below are used again from the first.</summary>
    [Input("MASK")]
    public required Tensor Source { get; set; }

    /// <summary>Left edge of the source, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 1)]
    public int X { get; set; }

    /// <summary>Upper edge of the source, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 1)]
    public int Y { get; set; }

    /// <summary>What is done with the two values; the last three round them to 0 or 1 first, one half to 0.</summary>
    [ComboInput("multiply", "add", "subtract", "and", "or", "xor")]
    public required string Operation { get; set; }

    /// <inheritdoc />
    /// <exception cref="PictureException">A batch is empty.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var result = MaskLayout.Batch(Destination).clone();
        var source = Batch.Fit(MaskLayout.Batch(Source), result.shape[0]);
        var (width, height) = (Compositing.Visible(source.shape[2], X, result.shape[2]), Compositing.Visible(source.shape[1], Y, result.shape[1]));
        if (width > 0 && height > 0)
        {
            var target = result.narrow(1, Y, height).narrow(2, X, width);
            target.copy_(Combine(target, source.narrow(1, 0, height).narrow(2, 0, width)));
        }
        return NodeResult.Of(result.clamp_(0, 1).DetachFromDisposeScope());
    }

    private Tensor Combine(Tensor below, Tensor above) => Operation switch
    {
        "multiply" => below * above,
        "add" => below + above,
        "subtract" => below - above,
        "and" => Bits(below).logical_and(Bits(above)),
        "or" => Bits(below).logical_or(Bits(above)),
        _ => Bits(below).logical_xor(Bits(above)),
    };

    private static Tensor Bits(Tensor mask) => mask.round().ne(0);
}
