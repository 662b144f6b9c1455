using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Execution;
using PixelDiT.Server.Events;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Previews;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Jobs;

/// <summary>
/// Runs jobs one after the other on a thread of its own: one worker per device. Whatever happens in a job, in a node or in our own code,
/// ends that job only.
/// </summary>
internal sealed class JobWorker(
    IJobQueue queue, JobReviver reviver, IJobExecutor executor, ServerParts parts, SocketHub hub, PreviewBudget previews, JobEventSource events, JobEnds ends,
    ServerOptions options, TimeProvider time, ILogger<JobWorker> logger)
    : IHostedLifecycleService, IDisposable
{
    // For a job that was told to stop: a running step cannot be broken off, and a process that waits longer for it would look hung.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    // After a fault: long enough not to fill the log, short enough not to be noticed when the cause is gone.
    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(1);

    private readonly AutoResetEvent _wake = new(false);
    private readonly Lock _stopGate = new();
    private volatile bool _stopping;
    private RunningJob? _running;
    private int _freeRequested;
    private Thread? _thread;
    private Task? _stopped;

    /// <summary>True while jobs are run: its thread lives.</summary>
    public bool IsAlive => _thread is { IsAlive: true };

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Begins to work, now that the server answers: jobs from before a restart must not run in a process that finds its port taken.</summary>
    /// <param name="cancellationToken">Not used.</param>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        queue.Changed += OnQueueChanged;
        _thread = new Thread(Loop) { Name = "pixeldit worker", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Begins to stop: no further job is taken from now on. The web server is told only after this, and waits for requests that are on their way: a job must not have
    /// to wait for those, nor a new one begin meanwhile.
    /// </summary>
    /// <param name="cancellationToken">Not used: whatever becomes of the requests, the running job is finished or put back.</param>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stopped ??= Task.Run(Stop, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for the running job: at most as long as <see cref="ServerOptions.StopGrace"/> and a little patience.</summary>
    /// <param name="cancellationToken">Not used, see <see cref="StoppingAsync"/>.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await StoppingAsync(cancellationToken);
        await _stopped!;
    }

    private void Stop()
    {
        queue.Changed -= OnQueueChanged;
        RunningJob? running;
        lock (_stopGate)
        {
            _stopping = true;
            running = _running;
        }

        _wake.Set();
        if (running is not null && options.StopGrace > TimeSpan.Zero)
        {
            Log.WaitsAtStop(logger, running.Job.PromptId, options.StopGrace.TotalSeconds);
            // It takes no further job: when this one is over, so is the thread.
            _thread!.Join(options.StopGrace);
        }

        running?.Suspend();
        if (_thread is { } thread && !thread.Join(StopPatience))
        {
            Log.StillBusyAtStop(logger, StopPatience);
            if (running is not null && queue.Requeue(running))
            {
                Log.JobRequeued(logger, running.Job.PromptId);
            }
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
                // A store that cannot be written; a job that leads here must not take the worker with it.
                Log.WorkerFault(logger, e);
                _wake.WaitOne(FaultPause);
            }
        }
    }

    private void Run(RunningJob running)
    {
        lock (_stopGate)
        {
            _running = running;
            if (_stopping)
            {
                running.Suspend();
            }
        }

        try
        {
            RunToItsEnd(running);
        }
        finally
        {
            lock (_stopGate)
            {
                _running = null;
            }
        }
    }

    private void RunToItsEnd(RunningJob running)
    {
        var started = time.GetTimestamp();
        var (job, end) = reviver.Revive(running.Job, running.Interrupted);
        var course = new JobCourse(job, hub, previews, time);
        var follower = events.Follow(job);
        Log.JobStarts(logger, job.PromptId);
        var outcome = end ?? Execute(job, new ObserverPair(course, follower), running.Interrupted);
        if (outcome.Status == ExecutionStatus.Interrupted && !running.IsUnwanted && queue.Requeue(running))
        {
            hub.ForgetExecuting();
            follower.Suspended();
            Log.JobRequeued(logger, job.PromptId);
            return;
        }

        HistoryEntry entry;
        try
        {
            entry = course.Close(outcome);
        }
        catch (Exception e)
        {
            // What it showed may be the very thing that cannot be written.
            Log.ExecutorFault(logger, job.PromptId, e);
            outcome = Fault(job, e);
            entry = course.CloseWithoutOutputs(outcome);
        }

        if (!queue.Complete(running, entry))
        {
            // The stop did not wait for it.
            return;
        }

        // Whoever hears of the end finds it in the log.
        LogEnd(job, outcome, time.GetElapsedTime(started));
        course.TellEnd();
        follower.Ended(outcome, entry.OutputsJson);
        queue.Announce();
        course.TellNothingRuns();
        ends.Tell(job.PromptId);
    }

    private ExecutionOutcome Execute(Job job, IExecutionObserver observer, CancellationToken interrupted)
    {
        try
        {
            return executor.Execute(
                new ExecutionRequest
                {
                    PromptId = job.PromptId,
                    Prompt = job.Prompt!,
                    ExtraPngInfo = job.ExtraPngInfo,
                    AuthToken = job.Secrets.AuthToken,
                    ApiKey = job.Secrets.ApiKey,
                    UsageSource = job.UsageSource,
                    PreviewsWanted = job.PreviewsWanted,
                    MayPreview = previews.HasRoom,
                },
                observer,
                interrupted);
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
        var outcome = JobFailures.Of(job, e);
        return outcome with { Error = outcome.Error! with { Message = $"The server failed while running the job: {e.Message}\n" } };
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
