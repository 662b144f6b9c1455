using System.Collections.Frozen;

namespace PixelDiT.Server.Jobs;

/// <summary>Where a job stands (protocol §2.3).</summary>
public enum JobStatus
{
    /// <summary>It waits.</summary>
    Pending,

    /// <summary>It runs.</summary>
    InProgress,

    /// <summary>Every wanted output was produced.</summary>
    Completed,

    /// <summary>A node failed.</summary>
    Failed,

    /// <summary>Interrupted while it ran, or taken off the queue before.</summary>
    Cancelled,
}

/// <summary>The words of the wire for <see cref="JobStatus"/>.</summary>
internal static class JobStatusNames
{
    // In the order of the enumeration, which is also the order in which clients are told of them.
    public static readonly string[] All = ["pending", "in_progress", "completed", "failed", "cancelled"];

    private static readonly FrozenDictionary<string, JobStatus> ByName =
        All.Select((name, i) => KeyValuePair.Create(name, (JobStatus)i)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The word for a status.</summary>
    public static string Of(JobStatus status) => All[(int)status];

    /// <summary>The status for a word, in any case; false when there is none.</summary>
    public static bool TryParse(string name, out JobStatus status) => ByName.TryGetValue(name, out status);
}
