using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Async;

/// <summary>Passes a value on after a while, and says how far the time has come.</summary>
[Node("TestSleep", Title = "Test Sleep", Category = "experimental", Module = Pack.Module)]
[Output("*")]
internal sealed class TestSleep : AsyncNode
{
    [Input("*", Options = "{}")]
    public object? Value { get; set; }

    [FloatInput(Default = 1.0, Min = 0.0, Max = 9999.0, Step = 0.01, Tooltip = "The amount of seconds to sleep.")]
    public required double Seconds { get; set; }

    // Not read: that it is declared makes the id part of the cache key.
    [HiddenInput(HiddenInput.UniqueId)]
    public string? UniqueId { get; set; }

    public override async Task<NodeResult> RunAsync(NodeContext context)
    {
        var clock = context.Services.Clock();
        var start = clock.GetTimestamp();
        var passed = 0.0;
        // One report more than needed: the last one comes after the end.
        while (passed < Seconds)
        {
            passed = clock.GetElapsedTime(start).TotalSeconds;
            context.Report(passed, Seconds);
            await Task.Delay(Pause.Tick, clock, context.Cancellation);
        }

        return NodeResult.Of(Value);
    }
}
