using Microsoft.Extensions.Logging;

namespace PixelDiT.Server.Http;

internal static partial class HttpLog
{
    [LoggerMessage(201, LogLevel.Warning, "Refused a request from origin '{Origin}' to host '{Host}'", EventName = "ForeignOrigin")]
    public static partial void ForeignOrigin(ILogger logger, string origin, string host);

    [LoggerMessage(202, LogLevel.Error, "{Method} {Path} failed", EventName = "Unhandled")]
    public static partial void Unhandled(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(203, LogLevel.Information, "Got prompt {PromptId}", EventName = "GotPrompt")]
    public static partial void GotPrompt(ILogger logger, string promptId);

    [LoggerMessage(204, LogLevel.Warning, "Refused a prompt: {Reason}", EventName = "RefusedPrompt")]
    public static partial void RefusedPrompt(ILogger logger, string reason);

    [LoggerMessage(205, LogLevel.Error, "Validation of a prompt failed on our side", EventName = "ValidationFault")]
    public static partial void ValidationFault(ILogger logger, Exception exception);

    [LoggerMessage(206, LogLevel.Debug, "Socket {Sid} opened", EventName = "SocketOpened")]
    public static partial void SocketOpened(ILogger logger, string sid);

    [LoggerMessage(207, LogLevel.Debug, "Socket {Sid} closed; {Dropped} messages were dropped because it was slow", EventName = "SocketClosed")]
    public static partial void SocketClosed(ILogger logger, string sid, long dropped);

    [LoggerMessage(208, LogLevel.Debug, "Socket {Sid} sent a message that is no JSON: {Problem}", EventName = "SocketNonsense")]
    public static partial void SocketNonsense(ILogger logger, string sid, string problem);

    [LoggerMessage(209, LogLevel.Warning, "The entry of node class {ClassType} could not be built; it is left out of object_info", EventName = "ObjectInfoFault")]
    public static partial void ObjectInfoFault(ILogger logger, string classType, Exception exception);

    [LoggerMessage(210, LogLevel.Warning, "File {File} could not be shown: {Reason}", EventName = "ViewFault")]
    public static partial void ViewFault(ILogger logger, string file, string reason);

    [LoggerMessage(211, LogLevel.Warning, "Warming up failed", EventName = "WarmUpFault")]
    public static partial void WarmUpFault(ILogger logger, Exception exception);

    [LoggerMessage(212, LogLevel.Information, "Deleted {File}", EventName = "FileDeleted")]
    public static partial void FileDeleted(ILogger logger, string file);

    [LoggerMessage(213, LogLevel.Warning, "{File} could not be deleted: {Reason}", EventName = "FileNotDeleted")]
    public static partial void FileNotDeleted(ILogger logger, string file, string reason);

    [LoggerMessage(214, LogLevel.Warning, "{File} is not the JSON object that it should be and counts as empty: {Reason}", EventName = "DamagedJsonFile")]
    public static partial void DamagedJsonFile(ILogger logger, string file, string reason);

    [LoggerMessage(215, LogLevel.Warning, "{File} could not be written: {Reason}", EventName = "FileNotWritten")]
    public static partial void FileNotWritten(ILogger logger, string file, string reason);

    [LoggerMessage(216, LogLevel.Information, "Node {NodeId}: class {OldClass} is not installed; {NewClass} takes its place", EventName = "NodeReplaced")]
    public static partial void NodeReplaced(ILogger logger, string nodeId, string oldClass, string newClass);

    [LoggerMessage(217, LogLevel.Information, "Deleted {Count} outputs older than {Days} days", EventName = "OutputsExpired")]
    public static partial void OutputsExpired(ILogger logger, int count, double days);

    [LoggerMessage(218, LogLevel.Warning, "Old outputs could not be looked through", EventName = "RetentionFault")]
    public static partial void RetentionFault(ILogger logger, Exception exception);
}
