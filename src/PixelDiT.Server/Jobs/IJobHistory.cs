namespace PixelDiT.Server.Jobs;

/// <summary>Finished jobs, oldest first; bounded. All members may be called at any time from any thread.</summary>
public interface IJobHistory
{
    /// <summary>A range of entries in order of completion.</summary>
    /// <param name="maxItems">At most so many; null for all. Below 1: none.</param>
    /// <param name="offset">Index of the first; negative for "the newest <paramref name="maxItems"/>".</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<HistoryEntry>> GetRangeAsync(int? maxItems, int offset, CancellationToken cancellationToken);

    /// <summary>One entry, or null.</summary>
    /// <param name="promptId">Id of the job.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<HistoryEntry?> FindAsync(string promptId, CancellationToken cancellationToken);

    /// <summary>Forgets entries; unknown ids are ignored.</summary>
    /// <param name="promptIds">Ids of jobs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask RemoveAsync(IReadOnlyCollection<string> promptIds, CancellationToken cancellationToken);

    /// <summary>Forgets everything.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask ClearAsync(CancellationToken cancellationToken);
}
