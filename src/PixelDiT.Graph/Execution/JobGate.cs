namespace PixelDiT.Graph.Execution;

/// <summary>
/// Says when a job's thread is inside a node's code, and lets others give such a job up: only there, since everywhere else the job is about to notice its
/// interruption by itself and may be using what the next job needs.
/// </summary>
internal sealed class JobGate
{
    private readonly Lock _lock = new();
    private JobNode? _inside;

    /// <summary>True once the job was given up; stable outside a node's code.</summary>
    public bool IsAbandoned { get; private set; }

    public void Enter(JobNode node)
    {
        lock (_lock)
        {
            _inside = node;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _inside = null;
        }
    }

    /// <summary>Gives the job up if it is inside a node's code.</summary>
    /// <returns>The node, or null when the job is elsewhere.</returns>
    public JobNode? TryAbandon()
    {
        lock (_lock)
        {
            IsAbandoned |= _inside is not null;
            return _inside;
        }
    }

    /// <summary>Does something that must not happen once the job was given up.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public void WhileOwned(Action action)
    {
        lock (_lock)
        {
            if (IsAbandoned)
            {
                throw new OperationCanceledException("The job ended: this node did not observe its cancellation in time.");
            }

            action();
        }
    }
}
