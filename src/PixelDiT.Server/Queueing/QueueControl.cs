using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Queueing;

/// <summary>
/// What can be done with the queue and its jobs, for every way in: routes and hub call this. Where a scope is named, jobs of other owners do not exist
/// for the call; null stands for everybody's.
/// </summary>
internal sealed class QueueControl(IJobQueue queue, IJobCatalog catalog)
{
    /// <summary>The queue now.</summary>
    public ValueTask<QueueState> GetStateAsync(string? scope, CancellationToken cancellationToken) => queue.GetStateAsync(scope, cancellationToken);

    /// <summary>Holds the queue up, or lets it go on; also over a restart. The running job goes on.</summary>
    public ValueTask SetPausedAsync(bool paused, CancellationToken cancellationToken) => queue.SetPausedAsync(paused, cancellationToken);

    /// <summary>A job with its place in the queue, or null.</summary>
    public async ValueTask<PlacedJob?> FindAsync(string promptId, string? scope, CancellationToken cancellationToken)
    {
        if (await catalog.FindJobAsync(promptId, scope, cancellationToken) is not { } details)
        {
            return null;
        }

        if (details.Summary.Status != JobStatus.Pending)
        {
            return new PlacedJob(details, null);
        }

        var state = await queue.GetStateAsync(scope, cancellationToken);
        var position = state.Pending.FirstOrDefault(w => w.Summary.PromptId == promptId).Position;
        // It may have begun to run between the two looks.
        return position > 0 ? new PlacedJob(details, position) : await catalog.FindJobAsync(promptId, scope, cancellationToken) is { } now ? new PlacedJob(now, null) : null;
    }

    /// <summary>Gives a waiting job another place.</summary>
    public async ValueTask<ControlResult<MoveResult>> MoveAsync(string promptId, QueueMove move, string? scope, CancellationToken cancellationToken)
    {
        var result = await queue.MoveAsync(promptId, move, scope, cancellationToken);
        return result.Outcome switch
        {
            MoveOutcome.Moved => new ControlResult<MoveResult>(ControlOutcome.Done, result, ""),
            MoveOutcome.TargetNotPending => new ControlResult<MoveResult>(
                ControlOutcome.NotPending, result, $"job {((QueueMove.Before)move).PromptId}, which it is to stand before, does not wait"),
            _ => await ExplainAsync(result),
        };

        async ValueTask<ControlResult<MoveResult>> ExplainAsync(MoveResult failed) =>
            await catalog.FindJobAsync(promptId, scope, cancellationToken) is { } job
                ? new ControlResult<MoveResult>(ControlOutcome.NotPending, failed, $"job {promptId} is {JobStatusNames.Of(job.Summary.Status)}; only waiting jobs can be moved")
                : new ControlResult<MoveResult>(ControlOutcome.NotFound, failed, Unknown(promptId));
    }

    /// <summary>Takes a waiting job off the queue, or interrupts a running one.</summary>
    /// <returns>Where the job stood when it was cancelled, if it was.</returns>
    public async ValueTask<ControlResult<JobStatus>> CancelAsync(string promptId, string? scope, CancellationToken cancellationToken)
    {
        if (await queue.RemovePendingAsync([promptId], scope, cancellationToken) > 0)
        {
            return new ControlResult<JobStatus>(ControlOutcome.Done, JobStatus.Pending, "");
        }

        if (queue.Interrupt(promptId, scope))
        {
            return new ControlResult<JobStatus>(ControlOutcome.Done, JobStatus.InProgress, "");
        }

        return await catalog.FindJobAsync(promptId, scope, cancellationToken) is { Summary.Status: var status }
            ? new ControlResult<JobStatus>(ControlOutcome.IsOver, status, $"job {promptId} is over: it is {JobStatusNames.Of(status)}")
            : new ControlResult<JobStatus>(ControlOutcome.NotFound, default, Unknown(promptId));
    }

    private static string Unknown(string promptId) => $"there is no job {promptId}; finished jobs are forgotten after a while";
}

/// <summary>A job, and where it stands in the queue.</summary>
/// <param name="Details">The job.</param>
/// <param name="Position">1 for the one that runs next; null when it does not wait.</param>
internal sealed record PlacedJob(JobDetails Details, int? Position);

/// <summary>What became of an order.</summary>
/// <param name="Outcome">Whether it was carried out.</param>
/// <param name="Value">What came of it.</param>
/// <param name="Problem">Why it was not; empty when it was.</param>
internal sealed record ControlResult<T>(ControlOutcome Outcome, T Value, string Problem);

/// <summary>Whether an order was carried out.</summary>
internal enum ControlOutcome
{
    /// <summary>Yes.</summary>
    Done,

    /// <summary>The job is unknown.</summary>
    NotFound,

    /// <summary>The job does not wait.</summary>
    NotPending,

    /// <summary>The job is over.</summary>
    IsOver,
}
