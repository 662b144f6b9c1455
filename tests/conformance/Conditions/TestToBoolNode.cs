using TorchSharp;
using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Conformance.Conditions;

/// <summary>Whether any value counts as true; an image or mask does unless it is 0 everywhere.</summary>
[Node("TestToBoolNode", Title = "To Bool", Category = "Testing/Logic", Module = Pack.Module)]
[Output("BOOLEAN")]
internal sealed class TestToBoolNode : Node
{
    [Input("*")]
    public object? Value { get; set; }

    [BooleanInput(Optional = true, Default = false)]
    public object? Invert { get; set; }

    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of((Value is Tensor tensor ? IsLit(tensor) : Truth.Of(Value)) != Truth.Of(Invert));

    private static bool IsLit(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.ne(0).any().ToBoolean();
    }
}
