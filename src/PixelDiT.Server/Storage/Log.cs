using Microsoft.Extensions.Logging;

namespace PixelDiT.Server.Storage;

internal static partial class Log
{
    [LoggerMessage(301, LogLevel.Critical,
        "The job store {File} was damaged ({Reason}). It has been put aside as {Aside} and a new one begun: queue and history start empty. "
        + "What can be saved of it: sqlite3 {Aside} .recover", EventName = "StorePutAside")]
    public static partial void PutAside(ILogger logger, string file, string aside, string reason);

    [LoggerMessage(302, LogLevel.Information, "{Pending} waiting jobs taken over from the last run{Paused}", EventName = "JobsTakenOver")]
    public static partial void TakenOver(ILogger logger, int pending, string paused);

    [LoggerMessage(303, LogLevel.Warning, "Job {PromptId} was running when the server stopped; it runs once more", EventName = "JobRetried")]
    public static partial void Retried(ILogger logger, string promptId);

    [LoggerMessage(304, LogLevel.Error, "Job {PromptId} was running when the server stopped, for the second time; it is not tried again", EventName = "JobGivenUp")]
    public static partial void GivenUp(ILogger logger, string promptId);

    [LoggerMessage(305, LogLevel.Critical, "The end of job {PromptId} cannot be written down; nothing else runs until it can: {Reason}", EventName = "EndNotWritten")]
    public static partial void EndNotWritten(ILogger logger, string promptId, string reason, Exception exception);

    [LoggerMessage(306, LogLevel.Warning, "Looking after the job store failed; it is tried again", EventName = "StoreCareFailed")]
    public static partial void CareFailed(ILogger logger, Exception exception);

    [LoggerMessage(308, LogLevel.Warning, "An interrupt could not be written down; should the server break down before the job has stopped, the job runs again: {Reason}", EventName = "InterruptNotWritten")]
    public static partial void InterruptNotWritten(ILogger logger, string reason);

    [LoggerMessage(309, LogLevel.Information, "Job {PromptId} was being interrupted when the server stopped; it is over", EventName = "JobInterruptedAtStart")]
    public static partial void InterruptedBefore(ILogger logger, string promptId);

    [LoggerMessage(307, LogLevel.Error, "Job {PromptId} cannot be read back: {Reason}", EventName = "JobUnreadable")]
    public static partial void Unreadable(ILogger logger, string promptId, string reason, Exception exception);
}
