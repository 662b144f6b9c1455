using Microsoft.Extensions.Logging;

namespace PixelDiT.Server.Jobs;

internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Debug, "Job {PromptId} starts", EventName = "JobStarts")]
    public static partial void JobStarts(ILogger logger, string promptId);

    [LoggerMessage(102, LogLevel.Information, "Job {PromptId} done in {Seconds:0.000} s", EventName = "JobEnds")]
    public static partial void JobEnds(ILogger logger, string promptId, double seconds);

    [LoggerMessage(103, LogLevel.Information, "Job {PromptId} interrupted after {Seconds:0.000} s", EventName = "JobInterrupted")]
    public static partial void JobInterrupted(ILogger logger, string promptId, double seconds);

    [LoggerMessage(104, LogLevel.Error, "Job {PromptId} failed in node {NodeId} ({NodeType}): {Message}", EventName = "JobFailed")]
    public static partial void JobFailed(ILogger logger, string promptId, string nodeId, string nodeType, string message, Exception exception);

    [LoggerMessage(105, LogLevel.Critical, "Job {PromptId}: a fault of the server itself", EventName = "ExecutorFault")]
    public static partial void ExecutorFault(ILogger logger, string promptId, Exception exception);

    [LoggerMessage(106, LogLevel.Critical, "The worker goes on after a fault of its own", EventName = "WorkerFault")]
    public static partial void WorkerFault(ILogger logger, Exception exception);

    [LoggerMessage(107, LogLevel.Information, "Memory freed (models: {Models}, cached results: {Results})", EventName = "MemoryFreed")]
    public static partial void MemoryFreed(ILogger logger, bool models, bool results);

    [LoggerMessage(121, LogLevel.Information, "Job {PromptId} goes back to its place in the queue: it will run again after the next start", EventName = "JobRequeued")]
    public static partial void JobRequeued(ILogger logger, string promptId);

    [LoggerMessage(108, LogLevel.Warning, "Stopping although a job is still busy after {Patience}", EventName = "StillBusyAtStop")]
    public static partial void StillBusyAtStop(ILogger logger, TimeSpan patience);

    [LoggerMessage(109, LogLevel.Information, "Stopping: job {PromptId} has {Seconds} s to finish", EventName = "WaitsAtStop")]
    public static partial void WaitsAtStop(ILogger logger, string promptId, double seconds);
}
