using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Jobs;

/// <summary>Jobs that end without a node having failed.</summary>
internal static class JobFailures
{
    /// <summary>The outcome of such a job; the blame goes to its first output.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cause">Why it ends; its message is what clients read.</param>
    public static ExecutionOutcome Of(Job job, Exception cause)
    {
        var first = job.Targets.Count > 0 ? job.Targets[0] : "";
        return new ExecutionOutcome
        {
            Status = ExecutionStatus.Error,
            Outputs = [],
            Executed = [],
            Error = new ExecutionError
            {
                NodeId = first,
                NodeType = ClassOf(job, first),
                Message = $"{cause.Message}\n",
                ExceptionType = cause.GetType().FullName ?? cause.GetType().Name,
                Traceback = (cause.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries),
                CurrentInputs = new JsonObject(),
                CurrentOutputs = [],
                Exception = cause,
            },
        };
    }

    /// <summary>The history entry of a job that ended before a worker had it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cause">Why.</param>
    /// <param name="now">When.</param>
    public static HistoryEntry EntryOf(Job job, Exception cause, DateTimeOffset now)
    {
        var data = CourseJson.Error(Of(job, cause).Error!, [], job.PromptId, now.ToUnixTimeMilliseconds());
        return HistoryEntry.Withdrawn(job, now) with
        {
            Status = ExecutionStatus.Error,
            Messages = [new JobMessage("execution_error", data)],
            Summary = JobSummary.Of(job, JobStatus.Failed) with { EndedAt = now, ErrorJson = data },
        };
    }

    /// <summary>The history entry of a job that was interrupted, and whose worker was gone before it could tell.</summary>
    /// <param name="job">The job.</param>
    /// <param name="now">When that was noticed.</param>
    public static HistoryEntry InterruptedEntryOf(Job job, DateTimeOffset now) => HistoryEntry.Withdrawn(job, now) with
    {
        Messages = [new JobMessage("execution_interrupted", CourseJson.Interrupted(null, [], job.PromptId, now.ToUnixTimeMilliseconds()))],
        Summary = JobSummary.Of(job, JobStatus.Cancelled) with { EndedAt = now },
    };

    private static string ClassOf(Job job, string nodeId)
    {
        if (job.Prompt is { } prompt)
        {
            return prompt.Graph.Find(nodeId)?.ClassType ?? "";
        }

        try
        {
            using var json = JsonDocument.Parse(job.PromptJson, WireJson.ReadOptions);
            return json.RootElement.GetProperty(nodeId).GetProperty("class_type").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // The job may have failed for that very reason.
            return "";
        }
    }
}
