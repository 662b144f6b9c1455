using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Conformance.Stubs;

/// <summary>Images of one colour, or of noise that is drawn anew whenever the node runs.</summary>
[Node("StubImage", Title = "Stub Image", Category = "Testing/Stub Nodes", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class StubImage : Node
{
    [ComboInput("WHITE", "BLACK", "NOISE")]
    public required string Content { get; set; }

    [IntInput(Default = 512, Min = 1, Max = StubSize.Most, Step = 1)]
    public long Height { get; set; } = StubSize.Side;

    [IntInput(Default = 512, Min = 1, Max = StubSize.MostAcross, Step = 1)]
    public long Width { get; set; } = StubSize.Side;

    [IntInput(Default = 1, Min = 1, Max = StubSize.Most, Step = 1)]
    public long BatchSize { get; set; } = 1;

    public override NodeResult Run(NodeContext context)
    {
        long[] shape = [BatchSize, Height, Width, 3];
        var image = Content switch
        {
            "WHITE" => ones(shape, ScalarType.Float32),
            "BLACK" => zeros(shape, ScalarType.Float32),
            "NOISE" => rand(shape, ScalarType.Float32),
            _ => throw new UnknownChoiceException("content", Content),
        };
        return NodeResult.Of(image.DetachFromDisposeScope());
    }
}
