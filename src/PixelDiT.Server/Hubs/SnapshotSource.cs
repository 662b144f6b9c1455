using PixelDiT.Server.Events;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Hubs;

/// <summary>Takes pictures of the queue.</summary>
internal sealed class SnapshotSource(IJobQueue queue, EventLog log, RunningJobs running)
{
    /// <summary>The queue now.</summary>
    /// <param name="owner">Only this owner's jobs; null for everybody's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<QueueOverview> TakeAsync(string? owner, CancellationToken cancellationToken)
    {
        // The number first: what happens in between is told again rather than not at all.
        var seq = log.Last;
        var snapshot = await queue.GetStateAsync(owner, cancellationToken);
        return new QueueOverview(
            seq,
            snapshot.Paused,
            snapshot.Running.Count + snapshot.Pending.Count,
            [.. snapshot.Running.Select(ViewOfRunning)],
            [.. snapshot.Pending.Take(QueueOverview.MaxPending).Select(ViewOfWaiting)]);
    }

    private static PendingJobView ViewOfWaiting(WaitingJob waiting) =>
        new(waiting.Summary.PromptId, waiting.Summary.Number.Value, waiting.Position, waiting.Summary.CreatedAt.ToUnixTimeMilliseconds());

    private RunningJobView ViewOfRunning(JobSummary job)
    {
        var state = running.Find(job.PromptId) ?? JobState.Unknown;
        return new RunningJobView(
            job.PromptId,
            job.Number.Value,
            job.CreatedAt.ToUnixTimeMilliseconds(),
            state.Fraction,
            state.Node?.Node.Id,
            Finite(state.Progress?.Step),
            Finite(state.Progress?.Steps),
            state.Progress?.Rate,
            state.Progress?.Remaining?.TotalSeconds);
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
