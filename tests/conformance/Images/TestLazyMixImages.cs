using TorchSharp;
using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Conformance.Images;

/// <summary>Two images mixed by a mask; an image that does not show through the mask is never asked for.</summary>
[Node("TestLazyMixImages", Title = "Lazy Mix Images", Category = "Testing/Nodes", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestLazyMixImages : Node, ILazyInputs
{
    /// <summary>Shown where the mask is 0.</summary>
    [Input("IMAGE", Lazy = true)]
    public Tensor? Image1 { get; set; }

    /// <summary>Shown where the mask is 1.</summary>
    [Input("IMAGE", Lazy = true)]
    public Tensor? Image2 { get; set; }

    [Input("MASK")]
    public required Tensor Mask { get; set; }

    public IEnumerable<string> CheckLazyStatus(LazyContext context)
    {
        if (Image1 is null && !Everywhere(1))
        {
            yield return "image1";
        }

        if (Image2 is null && !Everywhere(0))
        {
            yield return "image2";
        }
    }

    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(Everywhere(0) ? Image1 : Everywhere(1) ? Image2 : Mix(Needed(Image1, "image1"), Needed(Image2, "image2")));

    private Tensor Mix(Tensor image1, Tensor image2)
    {
        using var scope = NewDisposeScope();
        var mask = Mask.dim() == 2 ? Mask.unsqueeze(0) : Mask; // [B, H, W]
        mask = mask.dim() == 3 ? mask.unsqueeze(3) : mask; // [B, H, W, 1], which broadcasting repeats over the channels
        return ((image1 * (1.0 - mask)) + (image2 * mask)).DetachFromDisposeScope();
    }

    private bool Everywhere(double value)
    {
        using var scope = NewDisposeScope();
        return Mask.eq(value).all().ToBoolean();
    }

    private static Tensor Needed(Tensor? image, string name) => image ?? throw new MissingImageException(name);
}

/// <summary>An image was to be mixed in, and there is none.</summary>
internal sealed class MissingImageException(string inputName) : Exception($"Input '{inputName}' has no image.")
{
    /// <summary>Name of the input.</summary>
    public string InputName { get; } = inputName;
}
