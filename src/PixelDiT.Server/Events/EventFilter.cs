using System.Collections.Immutable;

namespace PixelDiT.Server.Events;

/// <summary>Which events somebody wants and may see; immutable.</summary>
/// <param name="Owner">Only events of this owner's jobs, and of the queue; null for everybody's.</param>
/// <param name="All">Every job, and the queue as a whole.</param>
/// <param name="Jobs">Ids of single jobs; of no account when <paramref name="All"/> is set.</param>
internal sealed record EventFilter(string? Owner, bool All, ImmutableHashSet<string> Jobs)
{
    /// <summary>Nothing.</summary>
    public static EventFilter Nothing(string? owner) => new(owner, All: false, []);

    /// <summary>Everything that the owner may see.</summary>
    public static EventFilter Everything(string? owner) => new(owner, All: true, []);

    /// <summary>True when it lets nothing pass.</summary>
    public bool IsEmpty => !All && Jobs.IsEmpty;

    /// <summary>True for an event to be seen.</summary>
    public bool Matches(ServerEvent happened) => happened.Job is { } job
        ? (Owner is null || job.Owner == Owner) && (All || Jobs.Contains(job.Id))
        : All;
}
