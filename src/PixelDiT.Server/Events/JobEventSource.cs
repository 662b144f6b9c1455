using PixelDiT.Server.Hosting;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Events;

/// <summary>Writes down what happens to the queue, and gives workers what writes down how their jobs go on.</summary>
internal sealed class JobEventSource(EventLog log, RunningJobs running, ServerParts parts, TimeProvider time)
{
    /// <summary>Whose events those of a job are.</summary>
    public static JobKey KeyOf(Job job) => new(job.PromptId, job.Owner);

    /// <summary>Listens to a queue, which tells things in their order: a job is queued before a worker has it.</summary>
    public void Attach(IJobQueue queue)
    {
        queue.JobChanged += OnJobChanged;
        queue.Changed += remaining => log.Publish(new QueueChanged(remaining));
    }

    /// <summary>A worker has taken a job and is about to run it.</summary>
    /// <param name="job">The job.</param>
    /// <returns>Hears of the job.</returns>
    public JobFollower Follow(Job job) => new(job, parts.Registry, log, running, time);

    private void OnJobChanged(QueueChange change)
    {
        if (EventOf(change) is { } happened)
        {
            log.Publish(happened);
        }
    }

    private static ServerEvent? EventOf(QueueChange change) => (change.Kind, change.Job) switch
    {
        (QueueChangeKind.Queued, { } job) => new JobQueued(KeyOf(job), job.Number),
        (QueueChangeKind.Moved, { } job) => new JobMoved(KeyOf(job), job.Number),
        (QueueChangeKind.Withdrawn, { } job) => new JobWithdrawn(KeyOf(job)),
        (QueueChangeKind.Unreadable, { } job) => new JobFailed(
            KeyOf(job), "", "", "The stored job could not be read; the server's log says why", typeof(JobUnreadableException).FullName!, "{}"u8.ToArray(), TimeSpan.Zero),
        (QueueChangeKind.Paused, _) => new QueuePaused(true),
        (QueueChangeKind.Resumed, _) => new QueuePaused(false),
        // The worker tells of the start.
        _ => null,
    };
}
