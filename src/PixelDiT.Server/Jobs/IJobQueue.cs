namespace PixelDiT.Server.Jobs;

/// <summary>
/// Jobs that wait and jobs that run. What request threads call is asynchronous, because a store may have to write first;
/// what a worker calls blocks its own thread. All members may be called at any time from any thread.
/// </summary>
public interface IJobQueue
{
    /// <summary>
    /// Raised whenever the number of waiting and running jobs was changed or is to be told again; the argument is that number.
    /// Handlers run one after the other, in the order of the changes, on the changing thread: they must be quick and must not call back.
    /// </summary>
    event Action<int>? Changed;

    /// <summary>Waiting and running jobs together.</summary>
    int Remaining { get; }

    /// <summary>Adds a job, unless its id is known or the queue is full.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Gives up waiting for the store; the job may be queued nevertheless.</param>
    ValueTask<EnqueueResult> EnqueueAsync(Job job, CancellationToken cancellationToken);

    /// <summary>The jobs now.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<QueueSnapshot> GetSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>Removes waiting jobs; running, finished and unknown ones are left alone.</summary>
    /// <param name="promptIds">Ids of jobs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> RemovePendingAsync(IReadOnlyCollection<string> promptIds, CancellationToken cancellationToken);

    /// <summary>Removes every waiting job.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> ClearPendingAsync(CancellationToken cancellationToken);

    /// <summary>Interrupts running jobs; atomically, so that a successor is never hit.</summary>
    /// <param name="promptId">Only the job with this id; null for whatever runs.</param>
    /// <returns>True when a job was running and has been told to stop.</returns>
    bool Interrupt(string? promptId);

    /// <summary>For workers: takes the next job, lowest number first, equal numbers by the text of the id.</summary>
    /// <returns>Null when none waits.</returns>
    RunningJob? TryTake();

    /// <summary>For workers: takes the job off the running ones and writes its history, in one step. Raises no <see cref="Changed"/>; see <see cref="Announce"/>.</summary>
    /// <param name="job">A job that <see cref="TryTake"/> gave.</param>
    /// <param name="entry">What came of it.</param>
    void Complete(RunningJob job, HistoryEntry entry);

    /// <summary>Raises <see cref="Changed"/> with the present number: after the final message of a completed job, so that clients see them in that order.</summary>
    void Announce();

    /// <summary>Runs <paramref name="action"/> with the present number so that no <see cref="Changed"/> comes in between.</summary>
    /// <param name="action">Quick; must not call back.</param>
    void WithRemaining(Action<int> action);
}

/// <summary>What became of a submission.</summary>
public enum EnqueueResult
{
    /// <summary>The job waits.</summary>
    Queued,

    /// <summary>A job with this id waits, runs or is in history.</summary>
    DuplicateId,

    /// <summary>As many jobs wait as the server keeps.</summary>
    Full,
}

/// <summary>The queue at one moment.</summary>
/// <param name="Running">Jobs being run.</param>
/// <param name="Pending">Waiting jobs in the order in which they will run.</param>
public sealed record QueueSnapshot(IReadOnlyList<Job> Running, IReadOnlyList<Job> Pending);
