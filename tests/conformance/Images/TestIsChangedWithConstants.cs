using PixelDiT.Conformance.Values;
using TorchSharp;
using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Conformance.Images;

/// <summary>An image times a number, with a fingerprint that would differ if it ever saw the image of a link.</summary>
[Node("TestIsChangedWithConstants", Title = "IsChanged With Constants", Category = "Testing/Nodes", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestIsChangedWithConstants : Node, IFingerprinted
{
    [Input("IMAGE")]
    public Tensor? Image { get; set; }

    // Null where it is a link: then there is nothing to put into the fingerprint.
    [FloatInput(Default = 1.0, Min = 0.0, Max = 10.0)]
    public double? Value { get; set; }

    public object? Fingerprint(NodeServices services)
    {
        using var scope = NewDisposeScope();
        return Image is null ? Value : Image.mean().ToDouble() * Value;
    }

    public override NodeResult Run(NodeContext context)
    {
        var product = Product.Of(Image, Value);
        return NodeResult.Of(product);
    }
}
