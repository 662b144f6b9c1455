using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>The world as one call of a running node sees it.</summary>
internal sealed class JobContext(Job job, JobNode node, int call) : NodeContext
{
    private ProgressThrottle? _throttle;
    private int _graphs;

    public override string NodeId => node.Id;

    public override string PromptId => job.Request.PromptId;

    public override CancellationToken Cancellation => job.Cancellation;

    public override ILogger Logger => job.LoggerOf(node);

    public override NodeServices Services => job.Services;

    public override bool PreviewsWanted => job.Request.PreviewsWanted;

    public override void Report(double value, double max, Func<NodePreview>? preview = null)
    {
        Check(max);
        Cancellation.ThrowIfCancellationRequested();
        Tell(value, max, preview is not null && PreviewsWanted && job.Request.MayPreview() ? preview() : null);
    }

    public override void ReportPicture(double value, double max, NodePreview picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        Check(max);
        Cancellation.ThrowIfCancellationRequested();
        Tell(value, max, picture with { IsResult = true });
    }

    public override void SetProgress(double value, double max = 1)
    {
        Check(max);
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Progress must be a finite number.");
        }

        job.Tell(observer => observer.NodeProgressState(node.Ref, value, max));
    }

    public override GraphBuilder NewGraph() => new($"{node.Id}.{call}.{Interlocked.Increment(ref _graphs) - 1}.");

    public override T State<T>(Func<T> create) => job.States.Get(node, create);

    private void Tell(double value, double max, NodePreview? picture)
    {
        var done = Math.Clamp(value, 0, max);
        if (LazyInitializer.EnsureInitialized(ref _throttle, () => new ProgressThrottle(job.Time)).Passes(done, max, picture is not null))
        {
            job.Tell(observer => observer.NodeProgress(node.Ref, done, max, picture));
        }
    }

    private static void Check(double max)
    {
        if (!(max > 0) || !double.IsFinite(max))
        {
            throw new ArgumentOutOfRangeException(nameof(max), max, "The number of steps must be a finite number above 0.");
        }
    }
}
