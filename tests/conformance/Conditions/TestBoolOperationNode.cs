using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Conditions;

/// <summary>Logic of two truth values.</summary>
[Node("TestBoolOperationNode", Title = "Bool Operation", Category = "Testing/Logic", Module = Pack.Module)]
[Output("BOOLEAN")]
internal sealed class TestBoolOperationNode : Node
{
    [BooleanInput]
    public object? A { get; set; }

    [BooleanInput]
    public object? B { get; set; }

    [ComboInput("a AND b", "a OR b", "a XOR b", "NOT a")]
    public required string Op { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        var (a, b) = (Truth.Of(A), Truth.Of(B));
        return NodeResult.Of(Op switch
        {
            "a AND b" => a && b,
            "a OR b" => a || b,
            "a XOR b" => a ^ b,
            "NOT a" => !a,
            _ => throw new UnknownChoiceException("op", Op),
        });
    }
}
