using PixelDiT.Conformance.Async;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Progress;

/// <summary>
/// As <see cref="TestAsyncProgressUpdate"/>, but it blocks, and nothing stops it before its time: setting progress is no point of interruption.
/// </summary>
[Node("TestSyncProgressUpdate", Title = "Sync Progress Update Test Node", Category = "experimental/async", Module = Pack.Module)]
[Output("*")]
internal sealed class TestSyncProgressUpdate : Node
{
    [Input("*", Options = "{}")]
    public object? Value { get; set; }

    [FloatInput(Default = 1.0)]
    public required double SleepSeconds { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        var clock = context.Services.Clock();
        var start = clock.GetTimestamp();
        var passed = 0.0;
        while (passed < SleepSeconds)
        {
            passed = clock.GetElapsedTime(start).TotalSeconds;
            context.SetProgress(passed / SleepSeconds);
            Thread.Sleep(Pause.Tick);
        }

        return NodeResult.Of(Value);
    }
}
