using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Stubs;

/// <summary>A floating-point number.</summary>
[Node("StubFloat", Title = "Stub Float", Category = "Testing/Stub Nodes", Module = Pack.Module)]
[Output("FLOAT")]
internal sealed class StubFloat : Node
{
    [FloatInput(Default = 0.0, Min = -1e38, Max = 1e38, Step = 0.01)]
    public object? Value { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Value);
}
