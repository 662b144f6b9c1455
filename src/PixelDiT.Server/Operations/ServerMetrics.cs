using System.Diagnostics;
using System.Diagnostics.Metrics;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Previews;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Operations;

/// <summary>
/// What can be measured about a server, as instruments of the meter <c>PixelDiT.Server</c>; HTTP itself is measured by the framework's meters. They cost
/// next to nothing while nobody listens.
/// </summary>
public sealed class ServerMetrics
{
    /// <summary>Name of the meter, and of the source of traces.</summary>
    public const string Name = "PixelDiT.Server";

    private readonly Counter<long> _queued;
    private readonly Counter<long> _started;
    private readonly Counter<long> _finished;
    private readonly Histogram<double> _jobDuration;
    private readonly Histogram<double> _nodeDuration;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _webhooks;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Makes the meter.</param>
    /// <param name="queue">Tells its length when asked.</param>
    /// <param name="sockets">Tell their number when asked.</param>
    /// <param name="previews">Tells how many were passed over when asked.</param>
    internal ServerMetrics(IMeterFactory meters, IJobQueue queue, SocketHub sockets, PreviewBudget previews)
    {
        var meter = meters.Create(Name);
        _queued = meter.CreateCounter<long>("pixeldit.jobs.queued", "{job}", "Jobs that were accepted");
        _started = meter.CreateCounter<long>("pixeldit.jobs.started", "{job}", "Jobs that began to run");
        _finished = meter.CreateCounter<long>("pixeldit.jobs.finished", "{job}", "Jobs that are over, by 'status': success, error, interrupted");
        _jobDuration = meter.CreateHistogram<double>("pixeldit.job.duration", "s", "How long jobs ran, by 'status'");
        _nodeDuration = meter.CreateHistogram<double>("pixeldit.node.duration", "s", "How long nodes ran, by 'class_type'; cached ones do not run");
        _refused = meter.CreateCounter<long>("pixeldit.requests.refused", "{request}", "Requests that were turned away, by 'reason': origin, key, rate, upload");
        _webhooks = meter.CreateCounter<long>("pixeldit.webhooks.sent", "{call}", "Webhooks that are done with, by 'result': delivered, failed, dropped");
        queue.JobChanged += change =>
        {
            if (change.Kind == QueueChangeKind.Queued)
            {
                _queued.Add(1);
            }
        };
        meter.CreateObservableGauge("pixeldit.queue.length", () => (long)queue.Remaining, "{job}", "Jobs that wait or run");
        meter.CreateObservableGauge("pixeldit.sockets.open", () => (long)sockets.Count, "{connection}", "Open /ws connections");
        meter.CreateObservableCounter("pixeldit.sockets.dropped", () => sockets.Dropped, "{message}", "Previews and progress reports that slow /ws clients lost");
        meter.CreateObservableCounter("pixeldit.previews.passed_over", () => previews.PassedOver, "{picture}", "Previews that were not made because too many clients get them");
    }

    /// <summary>True when somebody wants to know how long nodes take.</summary>
    internal bool WatchesNodes => _nodeDuration.Enabled;

    /// <summary>A job begins to run.</summary>
    internal void Started() => _started.Add(1);

    /// <summary>A job is over.</summary>
    /// <param name="status">How it ended: success, error, interrupted.</param>
    /// <param name="duration">How long it ran.</param>
    internal void Finished(string status, TimeSpan duration)
    {
        var tags = new TagList { { "status", status } };
        _finished.Add(1, tags);
        _jobDuration.Record(duration.TotalSeconds, tags);
    }

    /// <summary>A node ran.</summary>
    internal void NodeRan(string classType, TimeSpan duration) => _nodeDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("class_type", classType));

    /// <summary>A request was turned away.</summary>
    /// <param name="reason">origin, key, rate, upload.</param>
    internal void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A webhook is done with.</summary>
    /// <param name="result">delivered, failed, dropped.</param>
    internal void Webhook(string result) => _webhooks.Add(1, new KeyValuePair<string, object?>("result", result));
}
