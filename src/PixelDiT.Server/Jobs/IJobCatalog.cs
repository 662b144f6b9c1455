namespace PixelDiT.Server.Jobs;

/// <summary>
/// All jobs, whatever their state, in one view: each appears exactly once, also while it goes from one state to the next.
/// Unlike in <see cref="IJobHistory"/>, jobs that were taken off the queue stay visible here. All members may be called at any time from any thread.
/// Where an owner is named, jobs of others do not exist for the call; null stands for everybody's.
/// </summary>
public interface IJobCatalog
{
    /// <summary>The jobs that are asked for.</summary>
    /// <param name="query">Which, and in which order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<JobPage> ListAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>One job, or null.</summary>
    /// <param name="promptId">Id of the job.</param>
    /// <param name="owner">Only when it is this owner's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<JobDetails?> FindJobAsync(string promptId, string? owner, CancellationToken cancellationToken);

    /// <summary>Takes waiting jobs off the queue and interrupts running ones; finished and unknown ones are left alone.</summary>
    /// <param name="promptIds">Ids of jobs.</param>
    /// <param name="owner">Only this owner's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many jobs that concerned.</returns>
    ValueTask<int> CancelAsync(IReadOnlyCollection<string> promptIds, string? owner, CancellationToken cancellationToken);
}
