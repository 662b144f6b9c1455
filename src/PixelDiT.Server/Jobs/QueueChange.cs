namespace PixelDiT.Server.Jobs;

/// <summary>Something that changed in the queue.</summary>
/// <param name="Kind">What.</param>
/// <param name="Job">The job as it is now; null when it concerns the queue as a whole.</param>
public sealed record QueueChange(QueueChangeKind Kind, Job? Job);

/// <summary>What may change in the queue.</summary>
public enum QueueChangeKind
{
    /// <summary>A job waits. Jobs that were there when the server started are not told.</summary>
    Queued,

    /// <summary>A worker has taken a job.</summary>
    Taken,

    /// <summary>A waiting job got another number.</summary>
    Moved,

    /// <summary>A waiting job was taken off the queue: it will not run.</summary>
    Withdrawn,

    /// <summary>A waiting job could not be read back from the store: it has failed without running.</summary>
    Unreadable,

    /// <summary>Workers get nothing any more.</summary>
    Paused,

    /// <summary>Workers get jobs again.</summary>
    Resumed,
}
