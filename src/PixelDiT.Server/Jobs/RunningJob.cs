using System.Diagnostics.CodeAnalysis;

namespace PixelDiT.Server.Jobs;

/// <summary>A job that a worker has taken. Its cancellation belongs to it alone: an interrupt can never hit a successor.</summary>
/// <param name="job">The job.</param>
[SuppressMessage("Design", "CA1001", Justification = "See the field.")]
public sealed class RunningJob(Job job)
{
    // Not disposed: it has no timer, and an interrupt may arrive while the job is being completed.
    private readonly CancellationTokenSource _interrupt = new();

    /// <summary>The job.</summary>
    public Job Job { get; } = job;

    /// <summary>Set when somebody interrupted the job.</summary>
    public CancellationToken Interrupted => _interrupt.Token;

    /// <summary>Interrupts the job; without effect when it is over.</summary>
    public void Interrupt() => _interrupt.Cancel();
}
