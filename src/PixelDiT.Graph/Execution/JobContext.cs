using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>The world as one running node sees it.</summary>
internal sealed class JobContext(Job job, JobNode node) : NodeContext
{
    private readonly ProgressThrottle _throttle = new(job.Time);

    public override string NodeId => node.Id;

    public override string PromptId => job.Request.PromptId;

    public override CancellationToken Cancellation => job.Cancellation;

    public override ILogger Logger => job.LoggerOf(node);

    public override NodeServices Services => job.Services;

    public override bool PreviewsWanted => job.Request.PreviewsWanted;

    public override void Report(double value, double max, Func<NodePreview>? preview = null)
    {
        if (!(max > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(max), max, "The number of steps must be above 0.");
        }

        Cancellation.ThrowIfCancellationRequested();
        var done = Math.Clamp(value, 0, max);
        var picture = PreviewsWanted ? preview?.Invoke() : null;
        if (_throttle.Passes(done, max, picture is not null))
        {
            job.Progress(node, done, max, picture);
        }
    }

    // Lands with expansions.
    public override void SetProgress(double value, double max = 1) => throw new NotSupportedException();

    public override GraphBuilder NewGraph() => throw new NotSupportedException();

    public override T State<T>(Func<T> create) => job.States.Get(node, create);
}
