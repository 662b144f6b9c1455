using System.Diagnostics;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Server.Operations;

/// <summary>Passes everything on, and measures how long nodes run.</summary>
internal sealed class MeasuringObserver(IExecutionObserver inner, ServerMetrics metrics, ActivitySource traces, Activity? job, TimeProvider time) : IExecutionObserver
{
    // Several may run at a time.
    private readonly Dictionary<string, (NodeRef Node, long Started, DateTimeOffset At)> _running = [];

    /// <inheritdoc />
    public void Started() => inner.Started();

    /// <inheritdoc />
    public void Cached(IReadOnlyList<string> nodeIds) => inner.Cached(nodeIds);

    /// <inheritdoc />
    public void NodeStarted(NodeRef node)
    {
        inner.NodeStarted(node);
        _running[node.Id] = (node, time.GetTimestamp(), time.GetUtcNow());
    }

    /// <inheritdoc />
    public void NodeProgress(NodeRef node, double value, double max, NodePreview? preview) => inner.NodeProgress(node, value, max, preview);

    /// <inheritdoc />
    public void NodeProgressState(NodeRef node, double value, double max) => inner.NodeProgressState(node, value, max);

    /// <inheritdoc />
    public void NodeBlocked(NodeRef node, string message, IReadOnlyList<string> executed) => inner.NodeBlocked(node, message, executed);

    /// <inheritdoc />
    public void NodeExecuted(NodeRef node, JsonObject? ui) => inner.NodeExecuted(node, ui);

    /// <inheritdoc />
    public void NodeFinished(NodeRef node)
    {
        if (_running.Remove(node.Id, out var run))
        {
            Report(run, ActivityStatusCode.Unset);
        }

        inner.NodeFinished(node);
    }

    /// <summary>The job is over: what still runs has failed or was broken off.</summary>
    public void Close()
    {
        foreach (var run in _running.Values)
        {
            Report(run, ActivityStatusCode.Error);
        }

        _running.Clear();
    }

    // The span is made when the node is over: nodes that overlap would otherwise become each other's parents.
    private void Report((NodeRef Node, long Started, DateTimeOffset At) run, ActivityStatusCode status)
    {
        metrics.NodeRan(run.Node.ClassType, time.GetElapsedTime(run.Started));
        using var span = job is null ? null : traces.StartActivity("node", ActivityKind.Internal, job.Context, startTime: run.At);
        span?.SetTag("pixeldit.node_id", run.Node.Id).SetTag("pixeldit.class_type", run.Node.ClassType).SetStatus(status);
    }
}
