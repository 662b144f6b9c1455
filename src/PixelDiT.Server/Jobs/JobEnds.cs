using System.Collections.Concurrent;

namespace PixelDiT.Server.Jobs;

/// <summary>Lets requests wait for the ends of jobs. Whoever waits looks at the job after it has begun to wait: an end before that is not told again.</summary>
internal sealed class JobEnds
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();

    /// <summary>Listens to a queue, which tells of the jobs that end without having run.</summary>
    public void Attach(IJobQueue queue) => queue.JobChanged += change =>
    {
        if (change is { Kind: QueueChangeKind.Withdrawn or QueueChangeKind.Unreadable, Job: { } job })
        {
            Tell(job.PromptId);
        }
    };

    /// <summary>Completes when the job is over, and history knows it.</summary>
    /// <param name="promptId">Id of the job; of one that is over already, <see cref="Tell"/> has to be called by whoever finds out.</param>
    public Task Of(string promptId) => _waiting.GetOrAdd(promptId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>A job is over.</summary>
    public void Tell(string promptId)
    {
        if (_waiting.TryRemove(promptId, out var end))
        {
            end.SetResult();
        }
    }
}
