using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Execution;
using PixelDiT.Server.Events;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Jobs;

/// <summary>
/// Runs jobs one after the other on a thread of its own: one worker per device. Whatever happens in a job, in a node or in our own code,
/// ends that job only.
/// </summary>
internal sealed class JobWorker(
    IJobQueue queue, IJobExecutor executor, ServerParts parts, SocketHub hub, JobEventSource events, TimeProvider time, ILogger<JobWorker> logger)
    : IHostedService, IDisposable
{
    // A running step cannot be broken off; a process that waits longer for it would look hung.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly AutoResetEvent _wake = new(false);
    private volatile bool _stopping;
    private int _freeRequested;
    private Thread? _thread;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        queue.Changed += OnQueueChanged;
        _thread = new Thread(Loop) { Name = "pixeldit worker", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        queue.Changed -= OnQueueChanged;
        queue.Interrupt(null);
        _wake.Set();
        if (_thread is { } thread && !await Task.Run(() => thread.Join(StopPatience), cancellationToken))
        {
            Log.StillBusyAtStop(logger, StopPatience);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _wake.Dispose();

    /// <summary>Asks for memory to be freed, at once when idle, else after the running job (protocol §2.2, <c>POST /free</c>).</summary>
    /// <param name="unloadModels">Drop all models.</param>
    /// <param name="freeMemory">Drop all cached results and node state.</param>
    public void RequestFree(bool unloadModels, bool freeMemory)
    {
        Interlocked.Or(ref _freeRequested, (unloadModels ? 1 : 0) | (freeMemory ? 2 : 0));
        _wake.Set();
    }

    private void OnQueueChanged(int remaining) => _wake.Set();

    private void Loop()
    {
        while (!_stopping)
        {
            try
            {
                FreeIfRequested();
                if (queue.TryTake() is { } job)
                {
                    Run(job);
                }
                else
                {
                    _wake.WaitOne();
                }
            }
            catch (Exception e)
            {
                // Nothing is known to lead here; a job that does must not take the worker with it.
                Log.WorkerFault(logger, e);
            }
        }
    }

    private void Run(RunningJob running)
    {
        var job = running.Job;
        var started = time.GetTimestamp();
        var course = new JobCourse(job, hub, time);
        var follower = events.Follow(job);
        Log.JobStarts(logger, job.PromptId);
        var outcome = Execute(running, new ObserverPair(course, follower));
        HistoryEntry entry;
        try
        {
            entry = course.Close(outcome);
        }
        catch (Exception e)
        {
            Log.ExecutorFault(logger, job.PromptId, e);
            outcome = Fault(job, e);
            entry = course.Close(outcome);
        }

        queue.Complete(running, entry);
        course.TellEnd();
        follower.Ended(outcome, entry.OutputsJson);
        queue.Announce();
        course.TellNothingRuns();
        LogEnd(job, outcome, time.GetElapsedTime(started));
    }

    private ExecutionOutcome Execute(RunningJob running, IExecutionObserver observer)
    {
        var job = running.Job;
        try
        {
            return executor.Execute(
                new ExecutionRequest
                {
                    PromptId = job.PromptId,
                    Prompt = job.Prompt,
                    ExtraPngInfo = job.ExtraPngInfo,
                    AuthToken = job.Secrets.AuthToken,
                    ApiKey = job.Secrets.ApiKey,
                    UsageSource = job.UsageSource,
                    PreviewsWanted = job.PreviewsWanted,
                },
                observer,
                running.Interrupted);
        }
        catch (Exception e)
        {
            // Nodes' exceptions arrive as outcomes: this one is a fault of the executor or of an observer.
            Log.ExecutorFault(logger, job.PromptId, e);
            return Fault(job, e);
        }
    }

    private static ExecutionOutcome Fault(Job job, Exception e)
    {
        var first = job.Targets[0];
        return new ExecutionOutcome
        {
            Status = ExecutionStatus.Error,
            Outputs = [],
            Executed = [],
            Error = new ExecutionError
            {
                NodeId = first,
                NodeType = job.Prompt.Graph.Find(first)?.ClassType ?? "",
                Message = $"The server failed while running the job: {e.Message}\n",
                ExceptionType = e.GetType().FullName ?? e.GetType().Name,
                Traceback = (e.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries),
                CurrentInputs = new JsonObject(),
                CurrentOutputs = [],
                Exception = e,
            },
        };
    }

    private void FreeIfRequested()
    {
        var wanted = Interlocked.Exchange(ref _freeRequested, 0);
        if (wanted != 0)
        {
            Free(unloadModels: (wanted & 1) != 0, freeMemory: (wanted & 2) != 0);
        }
    }

    private void Free(bool unloadModels, bool freeMemory)
    {
        if (freeMemory)
        {
            executor.Clear();
        }

        if (unloadModels)
        {
            parts.UnloadModels();
        }

        GC.Collect();
        Log.MemoryFreed(logger, unloadModels, freeMemory);
    }

    private void LogEnd(Job job, ExecutionOutcome outcome, TimeSpan took)
    {
        switch (outcome)
        {
            case { Error: { } error }:
                Log.JobFailed(logger, job.PromptId, error.NodeId, error.NodeType, error.Message.TrimEnd(), error.Exception);
                break;
            case { Status: ExecutionStatus.Interrupted }:
                Log.JobInterrupted(logger, job.PromptId, took.TotalSeconds);
                break;
            default:
                Log.JobEnds(logger, job.PromptId, took.TotalSeconds);
                break;
        }
    }
}
