using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Conformance.Images;

/// <summary>An output node that other nodes can use: an image times a number, which may take it beyond 1.</summary>
[Node("TestOutputNodeWithSocketOutput", Title = "Test Output Node With Socket Output", Category = "experimental", Module = Pack.Module, IsOutput = true)]
[Output("IMAGE")]
internal sealed class TestOutputNodeWithSocketOutput : Node
{
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    [FloatInput(Default = 1.0, Min = 0.0, Max = 10.0)]
    public required double Value { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of((Image * Value).DetachFromDisposeScope());
    }
}
