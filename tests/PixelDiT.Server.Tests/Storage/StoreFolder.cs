using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Validation;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Storage;

namespace PixelDiT.Server.Tests.Storage;

/// <summary>A folder with a store, and jobs to put into it.</summary>
internal sealed class StoreFolder : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static ValidatedPrompt? _prompt;

    public string Folder { get; } = Directory.CreateTempSubdirectory("pixeldit-store-").FullName;

    public string File => Path.Combine(Folder, "pixeldit", "jobs.db");

    public ManualTime Time { get; } = new();

    /// <summary>What stores log.</summary>
    public ListLogger Log { get; } = new();

    public SqliteJobStore Open(JobStoreOptions? options = null) => SqliteJobStore.Open(File, options ?? new JobStoreOptions(), Time, Log);

    /// <summary>What a process that is killed now leaves behind, in a folder of its own.</summary>
    public StoreFolder AfterKill()
    {
        var copy = new StoreFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(copy.File)!);
        foreach (var part in (string[])["", "-wal"])
        {
            // Shared: the store has them open.
            using var source = new FileStream(File + part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var target = System.IO.File.Create(copy.File + part);
            source.CopyTo(target);
        }

        return copy;
    }

    /// <summary>Runs SQL on the file, beside a store or not.</summary>
    public long Sql(string sql)
    {
        using var connection = Sqlite.Open(File, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWriteCreate, 64);
        return connection.ReadInteger(sql);
    }

    /// <summary>A job of one valid graph; its id is as long as a real one would be, unless the test wants another.</summary>
    public static Job JobOf(string id, double number = 0, string? owner = null, string? workflow = null, DateTimeOffset? created = null, JobSecrets? secrets = null, string prompt = "{}")
    {
        _prompt ??= TestServer.ValidateAsync(Graphs.Preview()).GetAwaiter().GetResult();
        return new Job
        {
            PromptId = id,
            Number = new QueueNumber(number, FromClient: false),
            Prompt = _prompt,
            Targets = _prompt.Outputs,
            PromptJson = System.Text.Encoding.UTF8.GetBytes(prompt),
            ExtraDataJson = "{\"a\":1}"u8.ToArray(),
            CreatedAt = created ?? Noon.AddMinutes(number),
            WorkflowId = workflow,
            Owner = owner,
            Secrets = secrets ?? JobSecrets.None,
        };
    }

    /// <summary>What a worker writes of a job that ran.</summary>
    public static HistoryEntry EntryOf(Job job, JobStatus status = JobStatus.Completed, DateTimeOffset? start = null, double seconds = 1)
    {
        var from = start ?? Noon;
        var end = from.AddSeconds(seconds);
        return HistoryEntry.Withdrawn(job, end) with
        {
            Status = status switch { JobStatus.Completed => ExecutionStatus.Success, JobStatus.Failed => ExecutionStatus.Error, _ => ExecutionStatus.Interrupted },
            OutputsJson = "{\"2\":{\"images\":[{\"filename\":\"é.png\"}]}}"u8.ToArray(),
            OutputNodes = [NodeRef.Submitted("2", "PreviewImage"), new NodeRef("3.0", "3", "3", "3", "PreviewAny")],
            Messages =
            [
                new JobMessage("execution_start", "{\"prompt_id\":\"x\",\"timestamp\":1}"u8.ToArray()),
                new JobMessage("execution_success", "{\"deep\":[[{\"a\":[]}]],\"timestamp\":2}"u8.ToArray()),
            ],
            Summary = JobSummary.Of(job, status) with
            {
                StartedAt = from,
                EndedAt = end,
                Outputs = new OutputSummary(2, 1, "{\"filename\":\"é.png\"}"u8.ToArray()),
                ErrorJson = status == JobStatus.Failed ? "{\"node_id\":\"2\"}"u8.ToArray() : default,
            },
        };
    }

    /// <summary>Takes the next job and completes it.</summary>
    public static string RunNext(IJobStore store, JobStatus status = JobStatus.Completed, DateTimeOffset? start = null, double seconds = 1)
    {
        var job = store.TryTake() ?? throw new InvalidOperationException("no job waits");
        Assert.That(store.Complete(job, EntryOf(job.Job, status, start, seconds)), Is.True);
        return job.Job.PromptId;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = StoreFolder.Noon;

    public void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;
}

/// <summary>What tests ask of a store, in short.</summary>
internal static class StoreQueries
{
    public static async Task<string> HistoryAsync(this IJobStore store, int? maxItems = null, int offset = -1, string? owner = null)
    {
        var ids = new List<string>();
        await foreach (var entry in store.GetRangeAsync(maxItems, offset, owner, default))
        {
            ids.Add(entry.PromptId);
        }

        return string.Join(' ', ids);
    }

    public static async Task<(List<Job> Running, List<Job> Pending)> QueueAsync(this IJobStore store, string? owner = null)
    {
        var (running, pending) = (new List<Job>(), new List<Job>());
        await foreach (var (job, runs) in store.ReadAsync(owner, default))
        {
            (runs ? running : pending).Add(job);
        }

        return (running, pending);
    }

    public static async Task<string> ListAsync(this IJobStore store, JobQuery? query = null) =>
        string.Join(' ', (await store.ListAsync(query ?? new JobQuery { Descending = false }, default)).Jobs.Select(j => $"{j.PromptId}:{JobStatusNames.Of(j.Status)}"));

    public static async Task<string> PendingAsync(this IJobStore store) =>
        string.Join(' ', (await store.GetStateAsync(null, default)).Pending.Select(w => w.Summary.PromptId));
}

/// <summary>Keeps what is logged.</summary>
internal sealed class ListLogger : ILogger
{
    private readonly List<string> _lines = [];

    public string Text
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add($"{logLevel} {eventId.Name}: {formatter(state, exception)}");
        }
    }
}
