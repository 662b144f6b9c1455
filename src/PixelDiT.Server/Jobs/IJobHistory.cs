namespace PixelDiT.Server.Jobs;

/// <summary>
/// Finished jobs, oldest first; bounded. All members may be called at any time from any thread.
/// Where an owner is named, entries of others do not exist for the call; null stands for everybody's.
/// </summary>
public interface IJobHistory
{
    /// <summary>A range of entries in order of completion, read piece by piece: however long it is, few are in memory at a time.</summary>
    /// <param name="maxItems">At most so many; null for all. Below 1: none.</param>
    /// <param name="offset">Index of the first; negative for "the newest <paramref name="maxItems"/>".</param>
    /// <param name="owner">Only this owner's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<HistoryEntry> GetRangeAsync(int? maxItems, int offset, string? owner, CancellationToken cancellationToken);

    /// <summary>One entry, or null.</summary>
    /// <param name="promptId">Id of the job.</param>
    /// <param name="owner">Only when it is this owner's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<HistoryEntry?> FindAsync(string promptId, string? owner, CancellationToken cancellationToken);

    /// <summary>Forgets entries; unknown ids are ignored.</summary>
    /// <param name="promptIds">Ids of jobs.</param>
    /// <param name="owner">Only this owner's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask RemoveAsync(IReadOnlyCollection<string> promptIds, string? owner, CancellationToken cancellationToken);

    /// <summary>Forgets everything.</summary>
    /// <param name="owner">Only what is this owner's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask ClearAsync(string? owner, CancellationToken cancellationToken);
}
