using System.Text.Json;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Events;

/// <summary>The number of waiting and running jobs was changed.</summary>
/// <param name="Remaining">That number.</param>
public sealed record QueueChanged(int Remaining) : ServerEvent(Job: null)
{
    /// <inheritdoc />
    public override string Type => "queueChanged";

    /// <inheritdoc />
    public override EventWeight Weight => EventWeight.Progress;

    // "remaining":N
    internal override void WriteTo(Utf8JsonWriter w) => w.WriteNumber("remaining"u8, Remaining);
}

/// <summary>A job waits.</summary>
/// <param name="Job">The job.</param>
/// <param name="Number">Its place in the queue; the lowest runs next.</param>
public sealed record JobQueued(JobKey Job, QueueNumber Number) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "jobQueued";

    // "number":N
    internal override void WriteTo(Utf8JsonWriter w) => w.WriteNumber("number"u8, Number.Value);
}

/// <summary>A waiting job got another place in the queue.</summary>
/// <param name="Job">The job.</param>
/// <param name="Number">Its place; the lowest runs next.</param>
public sealed record JobMoved(JobKey Job, QueueNumber Number) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "jobMoved";

    // "number":N
    internal override void WriteTo(Utf8JsonWriter w) => w.WriteNumber("number"u8, Number.Value);
}

/// <summary>The queue was paused, or goes on.</summary>
/// <param name="Paused">True when no waiting job begins to run.</param>
public sealed record QueuePaused(bool Paused) : ServerEvent(Job: null)
{
    /// <inheritdoc />
    public override string Type => "queuePaused";

    // "paused":B
    internal override void WriteTo(Utf8JsonWriter w) => w.WriteBoolean("paused"u8, Paused);
}

/// <summary>A waiting job was taken off the queue: it will not run.</summary>
/// <param name="Job">The job.</param>
public sealed record JobWithdrawn(JobKey Job) : ServerEvent(Job)
{
    /// <inheritdoc />
    public override string Type => "jobWithdrawn";

    // nothing more
    internal override void WriteTo(Utf8JsonWriter w)
    {
    }
}
