using PixelDiT.Server.Hosting;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Events;

/// <summary>Writes down what happens to jobs before, while and after they run; each job is told as queued once, before it is told as started.</summary>
internal sealed class JobEventSource(EventLog log, RunningJobs running, ServerParts parts, TimeProvider time)
{
    // A submitter may get to tell that its job waits when a worker is done with it already.
    private const int Remembered = 4096;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _told = [];
    private readonly Queue<string> _toldInOrder = new();

    /// <summary>Whose events those of a job are.</summary>
    public static JobKey KeyOf(Job job) => new(job.PromptId, job.Owner);

    /// <summary>A job was queued.</summary>
    public void Queued(Job job)
    {
        lock (_gate)
        {
            if (!_told.Add(job.PromptId))
            {
                return;
            }

            _toldInOrder.Enqueue(job.PromptId);
            if (_toldInOrder.Count > Remembered)
            {
                _told.Remove(_toldInOrder.Dequeue());
            }

            // Under the lock: a worker that comes in between tells of the start after this.
            log.Publish(new JobQueued(KeyOf(job), job.Number));
        }
    }

    /// <summary>The queue has another length.</summary>
    public void QueueChanged(int remaining) => log.Publish(new QueueChanged(remaining));

    /// <summary>A worker has taken a job and is about to run it.</summary>
    /// <returns>Hears of the job.</returns>
    public JobFollower Follow(Job job)
    {
        Queued(job);
        return new JobFollower(job, job.Prompt, parts.Registry, log, running, time);
    }
}
