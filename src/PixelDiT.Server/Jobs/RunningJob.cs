using System.Diagnostics.CodeAnalysis;

namespace PixelDiT.Server.Jobs;

/// <summary>A job that a worker has taken. Its cancellation belongs to it alone: an interrupt can never hit a successor.</summary>
/// <param name="job">The job.</param>
[SuppressMessage("Design", "CA1001", Justification = "See the field.")]
public sealed class RunningJob(Job job)
{
    // Not disposed: it has no timer, and an interrupt may arrive while the job is being completed.
    private readonly CancellationTokenSource _interrupt = new();
    private volatile bool _unwanted;

    /// <summary>The job.</summary>
    public Job Job { get; } = job;

    /// <summary>Set when the job is to stop.</summary>
    public CancellationToken Interrupted => _interrupt.Token;

    /// <summary>True when somebody does not want the job any more; false while it is only the server that stops.</summary>
    public bool IsUnwanted => _unwanted;

    /// <summary>Interrupts the job for good; without effect when it is over.</summary>
    public void Interrupt()
    {
        _unwanted = true;
        _interrupt.Cancel();
    }

    /// <summary>Says that the job is about to be interrupted for good; by then a stop must not put it back.</summary>
    internal void Reject() => _unwanted = true;

    /// <summary>Interrupts the job because the server stops.</summary>
    public void Suspend() => _interrupt.Cancel();
}
