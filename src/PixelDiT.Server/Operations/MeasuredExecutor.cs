using System.Diagnostics;
using PixelDiT.Graph.Execution;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Operations;

/// <summary>An executor whose jobs and nodes are measured and traced. While nobody listens it only counts.</summary>
/// <param name="inner">Runs the jobs.</param>
/// <param name="metrics">Counts them.</param>
/// <param name="time">The clock.</param>
internal sealed class MeasuredExecutor(IJobExecutor inner, ServerMetrics metrics, TimeProvider time) : IJobExecutor, IDisposable
{
    private readonly ActivitySource _traces = new(ServerMetrics.Name);

    /// <inheritdoc />
    public ExecutionOutcome Execute(ExecutionRequest request, IExecutionObserver observer, CancellationToken cancellationToken)
    {
        using var span = _traces.StartActivity("job");
        span?.SetTag("pixeldit.prompt_id", request.PromptId);
        var nodes = metrics.WatchesNodes || span is not null ? new MeasuringObserver(observer, metrics, _traces, span, time) : null;
        var started = time.GetTimestamp();
        metrics.Started();
        // What the worker makes of an exception.
        var status = "error";
        try
        {
            var outcome = inner.Execute(request, nodes ?? observer, cancellationToken);
            status = outcome.Status switch { ExecutionStatus.Success => "success", ExecutionStatus.Error => "error", _ => "interrupted" };
            span?.SetStatus(outcome.Status == ExecutionStatus.Error ? ActivityStatusCode.Error : ActivityStatusCode.Unset, outcome.Error?.ExceptionType);
            return outcome;
        }
        finally
        {
            nodes?.Close();
            span?.SetTag("pixeldit.status", status);
            metrics.Finished(status, time.GetElapsedTime(started));
        }
    }

    /// <inheritdoc />
    public void Clear() => inner.Clear();

    /// <inheritdoc />
    public void Dispose() => _traces.Dispose();
}
