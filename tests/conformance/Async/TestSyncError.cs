using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Async;

/// <summary>Fails at once.</summary>
[Node("TestSyncError", Title = "Test Sync Error", Category = "experimental/async", Module = Pack.Module)]
[Output("*")]
internal sealed class TestSyncError : Node
{
    [Input("*", Options = "{}")]
    public object? Value { get; set; }

    public override NodeResult Run(NodeContext context) => throw new IntentionalException("sync");
}
