namespace PixelDiT.Graph.Execution;

/// <summary>A job on the executor's thread, and the caller who waits for it.</summary>
internal sealed class JobRun(Job job)
{
    // How often to look again whether a node that did not stop can be left behind.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly TaskCompletionSource<ExecutionOutcome> _end = new();

    /// <summary>Runs the job to its end; on the executor's thread.</summary>
    public void Run()
    {
        try
        {
            _end.SetResult(job.Run());
        }
        // For the caller: it comes out of Wait.
        catch (Exception e)
        {
            _end.SetException(e);
        }
        finally
        {
            job.Dispose();
        }
    }

    /// <summary>Waits for the end; once interrupted, for the grace time at most when a node does not stop.</summary>
    /// <param name="grace">The grace time.</param>
    /// <param name="interrupt">The interruption.</param>
    /// <param name="left">The node that was left behind; null when the job ended by itself.</param>
    public ExecutionOutcome Wait(TimeSpan grace, CancellationToken interrupt, out NodeRef? left)
    {
        left = null;
        if (!EndsBefore(interrupt))
        {
            for (var patience = grace; Task.WaitAny([_end.Task], patience) < 0; patience = Patience)
            {
                if (job.TryAbandon() is { } abandoned)
                {
                    left = abandoned.Node;
                    return abandoned.Outcome;
                }
            }
        }

        return _end.Task.GetAwaiter().GetResult();
    }

    private bool EndsBefore(CancellationToken interrupt)
    {
        try
        {
            Task.WaitAny([_end.Task], interrupt);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
