using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Conformance.Images;

/// <summary>The mean of any number of images: <c>input1</c>, and <c>input2</c>, <c>input3</c> … which are links under undeclared names.</summary>
[Node("TestVariadicAverage", Title = "Variadic Average", Category = "Testing/Nodes", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestVariadicAverage : Node
{
    [Input("IMAGE")]
    public required Tensor Input1 { get; set; }

    [UndeclaredInputs]
    public IReadOnlyDictionary<string, object?> Further { get; set; } = new Dictionary<string, object?>();

    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var average = stack(Images()).mean([0]); // [B, H, W, C]
        return NodeResult.Of(average.DetachFromDisposeScope());
    }

    private List<Tensor> Images()
    {
        List<Tensor> images = [Input1];
        while (Further.TryGetValue($"input{images.Count + 1}", out var image))
        {
            images.Add(image as Tensor ?? throw new MissingImageException($"input{images.Count + 1}"));
        }

        return images;
    }
}
