using System.Text.Json;

namespace PixelDiT.Server.Events;

/// <summary>Something that happened in the queue or in a job; immutable. Where and when it happened in relation to others: <see cref="LoggedEvent"/>.</summary>
/// <param name="Job">The job it happened to; null when it concerns the queue as a whole.</param>
public abstract record ServerEvent(JobKey? Job)
{
    /// <summary>Its name on the wire, for example <c>jobStarted</c>.</summary>
    public abstract string Type { get; }

    /// <summary>What may happen to it on its way to a client that reads too slowly.</summary>
    public virtual EventWeight Weight => EventWeight.Essential;

    /// <summary>About how much memory it takes, in bytes.</summary>
    internal virtual int SizeBytes => 200;

    /// <summary>Writes the properties that are its own, without <c>seq</c>, <c>type</c>, <c>time</c> and <c>jobId</c>.</summary>
    internal abstract void WriteTo(Utf8JsonWriter w);
}

/// <summary>Whose event it is.</summary>
/// <param name="Id">Id of the job.</param>
/// <param name="Owner">Whose job it is; null when nobody's.</param>
public sealed record JobKey(string Id, string? Owner);

/// <summary>What may happen to an event on its way to a client that reads too slowly; the first go first.</summary>
public enum EventWeight
{
    /// <summary>A picture; only the latest of a job is kept.</summary>
    Preview,

    /// <summary>How far something is; the next one says more.</summary>
    Progress,

    /// <summary>Skipped only together with everything else, when a client is so far behind that it has to start over from a snapshot.</summary>
    Essential,
}
