using System.Collections.Concurrent;

namespace PixelDiT.Server.Tests.Nodes;

/// <summary>Gates that nodes wait at and tests open.</summary>
internal sealed class Gates
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new();

    public void Open(string name) => Of(name).Opened.Set();

    /// <summary>Completes when a node has come to the gate.</summary>
    public Task Reached(string name) => Of(name).Reached.Task.WaitAsync(TestServer.Deadline);

    public void Wait(string name, CancellationToken cancellation)
    {
        var gate = Of(name);
        gate.Reached.TrySetResult();
        gate.Opened.Wait(cancellation);
    }

    private Gate Of(string name) => _gates.GetOrAdd(name, _ => new Gate());

    private sealed class Gate
    {
        public readonly ManualResetEventSlim Opened = new();
        public readonly TaskCompletionSource Reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
