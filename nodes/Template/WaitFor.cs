using PixelDiT.Graph.Nodes;

namespace MyNodes;

[Node("WaitFor", Title = "Wait For", Category = "my nodes/time")]
[Output("*", "value")]
public sealed class WaitFor : AsyncNode
{
    [Input("*")]
    public object? Value { get; set; }

    [FloatInput(Default = 1, Min = 0, Max = 60)]
    public double Seconds { get; set; } = 1;

    public override async Task<NodeResult> RunAsync(NodeContext context)
    {
        await Task.Delay(TimeSpan.FromSeconds(Seconds), context.Cancellation);
        return NodeResult.Of(Value);
    }
}
