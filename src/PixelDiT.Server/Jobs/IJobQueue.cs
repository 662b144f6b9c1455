namespace PixelDiT.Server.Jobs;

/// <summary>
/// Jobs that wait and jobs that run. What request threads call is asynchronous, because a store may have to write first;
/// what a worker calls blocks its own thread. All members may be called at any time from any thread.
/// Where an owner is named, jobs of others do not exist for the call; null stands for everybody's.
/// A store that cannot write throws <see cref="Storage.JobStoreException"/>; then nothing has changed.
/// </summary>
public interface IJobQueue
{
    /// <summary>
    /// Raised whenever the number of waiting and running jobs was changed or is to be told again; the argument is that number.
    /// Handlers run one after the other, in the order of the changes, on the changing thread: they must be quick and must not call back.
    /// </summary>
    event Action<int>? Changed;

    /// <summary>
    /// Raised for every change of single jobs and of the queue as a whole, right before the <see cref="Changed"/> that belongs to it and under the same rules. How
    /// a job that runs comes to its end is the worker's to tell.
    /// </summary>
    event Action<QueueChange>? JobChanged;

    /// <summary>Waiting and running jobs together.</summary>
    int Remaining { get; }

    /// <summary>Counts a submission that brings no number of its own, from 0; goes on after a restart. Numbers given to submissions that then fail may come again.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<long> NextCountAsync(CancellationToken cancellationToken);

    /// <summary>Adds a job, unless its id is known or the queue is full.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Gives up waiting for the store; the job may be queued nevertheless.</param>
    ValueTask<EnqueueResult> EnqueueAsync(Job job, CancellationToken cancellationToken);

    /// <summary>
    /// The jobs now, with their prompts: those that run, then those that wait, in their order. Prompts are fetched one by one as they are asked for, since all of them
    /// together may be large; a job that is over by then is shown as it was, or left out.
    /// </summary>
    /// <param name="owner">Only this owner's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<QueuedJob> ReadAsync(string? owner, CancellationToken cancellationToken);

    /// <summary>The jobs now as a list shows them, and whether the queue is paused.</summary>
    /// <param name="owner">Only this owner's; places are those in the whole queue.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<QueueState> GetStateAsync(string? owner, CancellationToken cancellationToken);

    /// <summary>Pauses the queue, or lets it go on: a paused one gives workers nothing, also after a restart; the running job goes on.</summary>
    /// <param name="paused">True to pause.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask SetPausedAsync(bool paused, CancellationToken cancellationToken);

    /// <summary>Gives a waiting job another place; other jobs get another number only where there is no number left between two.</summary>
    /// <param name="promptId">Id of the job.</param>
    /// <param name="move">Where to.</param>
    /// <param name="owner">Only when it is this owner's; the jobs it passes may be anybody's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<MoveResult> MoveAsync(string promptId, QueueMove move, string? owner, CancellationToken cancellationToken);

    /// <summary>Removes waiting jobs; running, finished and unknown ones are left alone.</summary>
    /// <param name="promptIds">Ids of jobs.</param>
    /// <param name="owner">Only this owner's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> RemovePendingAsync(IReadOnlyCollection<string> promptIds, string? owner, CancellationToken cancellationToken);

    /// <summary>Removes every waiting job.</summary>
    /// <param name="owner">Only this owner's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> ClearPendingAsync(string? owner, CancellationToken cancellationToken);

    /// <summary>Interrupts running jobs; atomically, so that a successor is never hit.</summary>
    /// <param name="promptId">Only the job with this id; null for whatever runs.</param>
    /// <param name="owner">Only this owner's.</param>
    /// <returns>True when a job was running and has been told to stop.</returns>
    bool Interrupt(string? promptId, string? owner);

    /// <summary>For workers: takes the next job, lowest number first, equal numbers by the text of the id.</summary>
    /// <returns>Null when none waits, or the queue is paused.</returns>
    RunningJob? TryTake();

    /// <summary>
    /// For workers: takes the job off the running ones and writes its history, in one step; when it returns, the job is known to be over whatever
    /// happens next. Raises no <see cref="Changed"/>; see <see cref="Announce"/>.
    /// </summary>
    /// <param name="job">A job that <see cref="TryTake"/> gave.</param>
    /// <param name="entry">What came of it.</param>
    /// <returns>False for a job that was put back meanwhile (<see cref="Requeue"/>): nothing has changed then.</returns>
    bool Complete(RunningJob job, HistoryEntry entry);

    /// <summary>For workers that stop: puts the job back in its place, where the next start finds it; that is no interruption by a crash.</summary>
    /// <param name="job">A job that <see cref="TryTake"/> gave.</param>
    /// <returns>False when this store keeps nothing over a restart, and for a job that is over: nothing has changed then.</returns>
    bool Requeue(RunningJob job);

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

/// <summary>A job in the queue, complete.</summary>
/// <param name="Job">The job.</param>
/// <param name="Runs">True when a worker has it; false when it waits.</param>
public readonly record struct QueuedJob(Job Job, bool Runs);

/// <summary>The queue at one moment, without prompts.</summary>
/// <param name="Paused">True when workers get nothing.</param>
/// <param name="Running">Jobs being run.</param>
/// <param name="Pending">Waiting jobs in the order in which they will run.</param>
public sealed record QueueState(bool Paused, IReadOnlyList<JobSummary> Running, IReadOnlyList<WaitingJob> Pending);

/// <summary>A waiting job and its place.</summary>
/// <param name="Position">1 for the job that runs next.</param>
/// <param name="Summary">The job.</param>
public readonly record struct WaitingJob(int Position, JobSummary Summary);
