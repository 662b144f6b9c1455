using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Storage;

/// <content>What is over: reading it, listing it, forgetting it.</content>
public sealed partial class SqliteJobStore
{
    /// <inheritdoc />
    public async IAsyncEnumerable<HistoryEntry> GetRangeAsync(int? maxItems, int offset, string? owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = maxItems ?? int.MaxValue;
        if (left <= 0 || await ReadAsync((r, state) => r.Range(maxItems, offset, owner, state), cancellationToken) is not { } range)
        {
            yield break;
        }

        var (next, last) = range;
        while (left > 0)
        {
            var count = Math.Min(left, EntriesAtATime);
            var entries = await _readers.ReadAsync(r => r.Entries(next, last, owner, count), cancellationToken);
            foreach (var (_, entry) in entries)
            {
                yield return entry;
            }

            if (entries.Count < count)
            {
                yield break;
            }

            left -= count;
            next = entries[^1].Order + 1;
        }
    }

    /// <inheritdoc />
    public async ValueTask<HistoryEntry?> FindAsync(string promptId, string? owner, CancellationToken cancellationToken) =>
        await _readers.ReadAsync(r => r.Find(promptId, owner), cancellationToken) is { Withdrawn: false, Entry: var entry } ? entry : null;

    /// <inheritdoc />
    public ValueTask RemoveAsync(IReadOnlyCollection<string> promptIds, string? owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(promptIds);
        foreach (var some in promptIds.Distinct().Chunk(DeletedAtATime))
        {
            lock (_gate)
            {
                Delete_NeedsLock([.. some.SelectMany(id => Try(() => _writer.WithId(id, owner)))]);
            }
        }

        return default;
    }

    /// <inheritdoc />
    public async ValueTask ClearAsync(string? owner, CancellationToken cancellationToken)
    {
        long last;
        lock (_gate)
        {
            if (owner is null)
            {
                ClearAll_NeedsLock();
                return;
            }

            last = _order;
        }

        while (true)
        {
            lock (_gate)
            {
                var rows = Try(() => _writer.UpTo(last, owner, DeletedAtATime));
                Delete_NeedsLock(rows);
                if (rows.Count < DeletedAtATime)
                {
                    return;
                }
            }

            // Whoever waits for the lock comes in between.
            await Task.Delay(1, cancellationToken);
        }
    }

    /// <inheritdoc />
    public ValueTask<JobPage> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ReadAsync((r, state) => r.List(query, state), cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<JobDetails?> FindJobAsync(string promptId, string? owner, CancellationToken cancellationToken)
    {
        // First the queue: a job that has left it by then is in the file.
        lock (_gate)
        {
            if (_live.FindRunning(promptId) is { } running)
            {
                return LiveJobs.IsOf(running.Job, owner) ? new JobDetails(JobSummary.Of(running.Job, JobStatus.InProgress), null, running.Job.ExtraDataJson) : null;
            }

            if (_live.TryFindPending(promptId, owner, out var pending))
            {
                return new JobDetails(JobSummary.Of(pending, JobStatus.Pending), null, ExtraDataOf_NeedsLock(pending));
            }
        }

        return await _readers.ReadAsync(r => r.Find(promptId, owner), cancellationToken) is { Entry: var entry } ? new JobDetails(entry.Summary, entry, entry.ExtraDataJson) : null;
    }
}
