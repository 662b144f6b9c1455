using PixelDiT.Conformance.Async;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Progress;

/// <summary>Passes a value on after a while, and sets its progress as it is, many times a second.</summary>
[Node("TestAsyncProgressUpdate", Title = "Async Progress Update Test Node", Category = "experimental/async", Module = Pack.Module)]
[Output("*")]
internal sealed class TestAsyncProgressUpdate : AsyncNode
{
    [Input("*", Options = "{}")]
    public object? Value { get; set; }

    [FloatInput(Default = 1.0)]
    public required double SleepSeconds { get; set; }

    public override async Task<NodeResult> RunAsync(NodeContext context)
    {
        var clock = context.Services.Clock();
        var start = clock.GetTimestamp();
        var passed = 0.0;
        while (passed < SleepSeconds)
        {
            passed = clock.GetElapsedTime(start).TotalSeconds;
            context.SetProgress(passed / SleepSeconds);
            await Task.Delay(Pause.Tick, clock, context.Cancellation);
        }

        return NodeResult.Of(Value);
    }
}
