using Microsoft.AspNetCore.Http;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.JobList;

/// <summary>Reads the query of <c>GET /api/jobs</c> (protocol §2.3).</summary>
internal static class JobQueryReader
{
    /// <summary>The query, or what is wrong with it.</summary>
    /// <param name="query">The request's.</param>
    /// <param name="problem">Empty when there is none.</param>
    public static JobQuery? Read(IQueryCollection query, out string problem)
    {
        if (!TryReadStatuses(query.First("status") ?? "", out var statuses, out problem)
            || !TryReadChoice(query, "sort_by", "created_at", "execution_duration", out var byDuration, out problem)
            || !TryReadChoice(query, "sort_order", "desc", "asc", out var ascending, out problem, "sort_order must be 'asc' or 'desc'")
            || !TryReadInteger(query, "limit", out var limit, out problem)
            || !TryReadInteger(query, "offset", out var offset, out problem))
        {
            return null;
        }

        if (limit <= 0)
        {
            problem = "limit must be a positive integer";
            return null;
        }

        return new JobQuery
        {
            Statuses = statuses,
            WorkflowId = query.First("workflow_id") is { Length: > 0 } workflow ? workflow : null,
            Order = byDuration ? JobOrder.Duration : JobOrder.Created,
            Descending = !ascending,
            Limit = limit,
            Offset = Math.Max(0, offset ?? 0),
        };
    }

    private static bool TryReadStatuses(string text, out IReadOnlySet<JobStatus>? statuses, out string problem)
    {
        (statuses, problem) = (null, "");
        if (text.Length == 0)
        {
            return true;
        }

        // "," alone names no status: no job has none of them.
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = names.Where(n => !JobStatusNames.TryParse(n, out _)).Select(n => n.ToLowerInvariant()).ToList();
        if (unknown.Count > 0)
        {
            problem = $"Invalid status value(s): {string.Join(", ", unknown)}. Valid values: {string.Join(", ", JobStatusNames.All)}";
            return false;
        }

        statuses = names.Select(n => JobStatusNames.TryParse(n, out var status) ? status : default).ToHashSet();
        return true;
    }

    private static bool TryReadChoice(IQueryCollection query, string name, string standard, string other, out bool isOther, out string problem, string? text = null)
    {
        (isOther, problem) = (false, "");
        if (query.First(name) is not { } value)
        {
            return true;
        }

        isOther = value.Equals(other, StringComparison.OrdinalIgnoreCase);
        if (isOther || value.Equals(standard, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        problem = text ?? $"{name} must be '{standard}' or '{other}'";
        return false;
    }

    private static bool TryReadInteger(IQueryCollection query, string name, out int? value, out string problem)
    {
        var isRead = query.TryReadInteger(name, out value);
        problem = isRead ? "" : $"{name} must be an integer";
        return isRead;
    }
}
