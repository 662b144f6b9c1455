using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Events;

/// <summary>Follows one job: turns what the executor tells into events, with pace and fraction. Used by the worker's thread only.</summary>
internal sealed class JobFollower(Job job, NodeRegistry registry, EventLog log, RunningJobs running, TimeProvider time) : IExecutionObserver
{
    private readonly JobKey _key = JobEventSource.KeyOf(job);
    private readonly JobFraction _fraction = new();
    private readonly Dictionary<string, StepRate> _rates = [];
    private readonly long _began = time.GetTimestamp();

    /// <inheritdoc />
    public void Started() => Tell(new JobStarted(_key));

    /// <inheritdoc />
    public void Cached(IReadOnlyList<string> nodeIds)
    {
        var toRun = job.Prompt is not { } prompt ? [] : JobPlan.NodesToRun(prompt, registry, nodeIds);
        _fraction.Plan(toRun);
        Tell(new JobPlanned(_key, nodeIds, toRun.Count));
    }

    /// <inheritdoc />
    public void NodeStarted(NodeRef node)
    {
        _fraction.Start(node.Id);
        Tell(new NodeStarted(_key, node, _fraction.Value));
    }

    /// <inheritdoc />
    public void NodeProgress(NodeRef node, double value, double max, NodePreview? preview)
    {
        TellProgress(node, value, max);
        if (preview is not null)
        {
            Tell(new NodePreviewed(_key, node, value, preview));
        }
    }

    /// <inheritdoc />
    public void NodeProgressState(NodeRef node, double value, double max) => TellProgress(node, value, max);

    /// <inheritdoc />
    public void NodeBlocked(NodeRef node, string message, IReadOnlyList<string> executed) => Tell(new NodeBlocked(_key, node, message));

    /// <inheritdoc />
    public void NodeExecuted(NodeRef node, JsonObject? ui) => Tell(new NodeExecuted(_key, node, ui is null ? "null"u8.ToArray() : CourseJson.Of(ui)));

    /// <inheritdoc />
    public void NodeFinished(NodeRef node)
    {
        _rates.Remove(node.Id);
        _fraction.Finish(node.Id);
        Tell(new NodeFinished(_key, node, _fraction.Value));
    }

    /// <summary>The server stops; the job waits again.</summary>
    public void Suspended() => running.Remove(_key.Id);

    /// <summary>The job is over, and history knows it.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="outputs">What its nodes showed, as UTF-8 JSON.</param>
    public void Ended(ExecutionOutcome outcome, ReadOnlyMemory<byte> outputs)
    {
        var took = time.GetElapsedTime(_began);
        running.Remove(_key.Id);
        log.Publish(outcome switch
        {
            { Status: ExecutionStatus.Success } => new JobCompleted(_key, outputs, took),
            { Error: { } e } => new JobFailed(_key, e.NodeId, e.NodeType, e.Message.TrimEnd(), e.ExceptionType, outputs, took),
            _ => new JobInterrupted(_key, outcome.InterruptedAt?.RealId, outputs, took),
        });
    }

    private void TellProgress(NodeRef node, double value, double max)
    {
        _fraction.Report(node.Id, value, max);
        if (!_rates.TryGetValue(node.Id, out var rate))
        {
            _rates.Add(node.Id, rate = new StepRate(time));
        }

        rate.Report(value);
        Tell(new NodeProgress(_key, node, value, max, rate.PerSecond, rate.TimeFor(max - value), _fraction.Value));
    }

    private void Tell(ServerEvent happened)
    {
        running.Note(_key.Id, happened);
        log.Publish(happened);
    }
}
