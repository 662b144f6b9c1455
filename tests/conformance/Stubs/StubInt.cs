using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Stubs;

/// <summary>A whole number.</summary>
[Node("StubInt", Title = "Stub Int", Category = "Testing/Stub Nodes", Module = Pack.Module)]
[Output("INT")]
internal sealed class StubInt : Node
{
    [IntInput(Default = 0, Min = -0xffffffffL, Max = 0xffffffffL, Step = 1)]
    public object? Value { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Value);
}
