using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Storage;

/// <summary>
/// The statements behind a page of the list of jobs: one arm for jobs that wait or run and one per state of the others, each in the order of an index,
/// which SQLite merges; so a page costs what is skipped and shown, not what there is.
/// </summary>
internal sealed class ListSql
{
    private readonly List<string> _arms = [];
    private readonly string _order;

    /// <summary>Makes them.</summary>
    public ListSql(JobQuery query)
    {
        var key = query.Order == JobOrder.Created ? "created" : "duration";
        var direction = query.Descending ? "DESC" : "ASC";
        _order = $"ORDER BY 1 {direction}, 2 {direction}";
        var filters = new List<object?>();
        var where = "";
        if (query.WorkflowId is { } workflow)
        {
            filters.Add(workflow);
            where += $" AND workflow = ?{filters.Count}";
        }

        if (query.Owner is { } owner)
        {
            filters.Add(owner);
            where += $" AND owner = ?{filters.Count}";
        }

        Parameters = [.. filters];
        var running = string.Join(", ", Live(query));
        var live = $"FROM live WHERE running IN ({running}){where}";
        CountLive = $"SELECT count(*) {live}";
        if (running.Length > 0)
        {
            _arms.Add($"SELECT {(query.Order == JobOrder.Created ? "created" : "0")} AS k, seq AS s, NULL AS o {live}");
        }

        List<StoredState> states = [.. States(query)];
        if (filters.Count == 0)
        {
            Counted = states;
            _arms.AddRange(states.Select(s => $"SELECT {key} AS k, seq AS s, ord AS o FROM finished WHERE state = {(int)s}"));
        }
        else if (states.Count > 0)
        {
            _arms.Add($"SELECT {key} AS k, seq AS s, ord AS o FROM finished WHERE state IN ({string.Join(", ", states.Select(s => (int)s))}){where}");
        }
    }

    /// <summary>Values of the first parameters; the page takes limit and offset behind them.</summary>
    public object?[] Parameters { get; }

    /// <summary>The states whose counts the store keeps and that are all that is asked for, besides <see cref="CountLive"/>; null when counting is needed.</summary>
    public IReadOnlyList<StoredState>? Counted { get; }

    /// <summary>How many jobs wait or run.</summary>
    public string CountLive { get; }

    /// <summary>How many jobs there are.</summary>
    public string CountAll => _arms.Count == 0 ? $"SELECT 0 WHERE {Use}" : $"SELECT count(*) FROM ({string.Join(" UNION ALL ", _arms)})";

    /// <summary>Places of the jobs of a page: what they are ordered by, their sequence, and their place among the finished ones or null.</summary>
    public string Page
    {
        get
        {
            var limit = $"LIMIT ?{Parameters.Length + 1} OFFSET ?{Parameters.Length + 2}";
            return _arms.Count == 0 ? $"SELECT 0, 0, 0 WHERE 0 AND {Use} {limit}" : $"{string.Join(" UNION ALL ", _arms)} {_order} {limit}";
        }
    }

    // Every parameter has to appear.
    private string Use => Parameters.Length == 0 ? "1" : string.Join(" AND ", Parameters.Select((_, i) => $"?{i + 1} IS NOT NULL"));

    private static IEnumerable<int> Live(JobQuery query)
    {
        if (query.Statuses?.Contains(JobStatus.Pending) != false)
        {
            yield return 0;
        }

        if (query.Statuses?.Contains(JobStatus.InProgress) != false)
        {
            yield return 1;
        }
    }

    private static IEnumerable<StoredState> States(JobQuery query)
    {
        if (query.Statuses?.Contains(JobStatus.Completed) != false)
        {
            yield return StoredState.Completed;
        }

        if (query.Statuses?.Contains(JobStatus.Failed) != false)
        {
            yield return StoredState.Failed;
        }

        if (query.Statuses?.Contains(JobStatus.Cancelled) != false)
        {
            yield return StoredState.Interrupted;
            yield return StoredState.Withdrawn;
        }
    }
}
