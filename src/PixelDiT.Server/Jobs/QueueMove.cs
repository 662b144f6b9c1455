namespace PixelDiT.Server.Jobs;

/// <summary>Where a waiting job is to stand.</summary>
public abstract record QueueMove
{
    private QueueMove()
    {
    }

    /// <summary>Wherever this number puts it.</summary>
    /// <param name="Number">The new number; finite.</param>
    public sealed record ToNumber(double Number) : QueueMove;

    /// <summary>At this place of the queue.</summary>
    /// <param name="Position">1 for the job that runs next; beyond the end: last.</param>
    public sealed record ToPosition(int Position) : QueueMove;

    /// <summary>Right before another waiting job.</summary>
    /// <param name="PromptId">Id of the other job; for the moved job itself nothing changes.</param>
    public sealed record Before(string PromptId) : QueueMove;
}

/// <summary>What became of a move.</summary>
/// <param name="Outcome">Whether it happened.</param>
/// <param name="Position">Where the job stands now, from 1; 0 when it did not happen.</param>
/// <param name="Number">The number it has now.</param>
public readonly record struct MoveResult(MoveOutcome Outcome, int Position, QueueNumber Number);

/// <summary>Whether a job was moved.</summary>
public enum MoveOutcome
{
    /// <summary>It stands where it was to stand.</summary>
    Moved,

    /// <summary>No such job waits.</summary>
    NotPending,

    /// <summary>The job that it was to stand before does not wait.</summary>
    TargetNotPending,
}
