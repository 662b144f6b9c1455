using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Flow;

/// <summary>Passes a value on, or keeps everything behind it from running.</summary>
[Node("TestExecutionBlocker", Title = "Execution Blocker", Category = "Testing/Flow", Module = Pack.Module)]
[Output("*", "output")]
internal sealed class TestExecutionBlocker : Node, IVariant
{
    [Input("*")]
    public object? Input { get; set; }

    [BooleanInput]
    public object? Block { get; set; }

    [BooleanInput(Default = false)]
    public object? Verbose { get; set; }

    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(Truth.Of(Block) ? new ExecutionBlocker(Truth.Of(Verbose) ? "Blocked Execution" : null) : Input);
}
