using Microsoft.Extensions.Logging;

namespace PixelDiT.Graph;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Disposing a {Type} failed", EventName = "DisposeFailed")]
    public static partial void DisposeFailed(ILogger logger, string type, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "The fingerprint of node {NodeId} ({ClassType}) failed; it runs in every job", EventName = "FingerprintFailed")]
    public static partial void FingerprintFailed(ILogger logger, string nodeId, string classType, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "Node {NodeId} ({ClassType}) failed", EventName = "NodeFailed")]
    public static partial void NodeFailed(ILogger logger, string nodeId, string classType, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "Node {NodeId} ({ClassType}) failed after its job had ended", EventName = "AbandonedNodeFailed")]
    public static partial void AbandonedNodeFailed(ILogger logger, string nodeId, string classType, Exception exception);

    [LoggerMessage(5, LogLevel.Error,
        "Node {NodeId} ({ClassType}) did not observe its cancellation within {Seconds:0.#} s after the interruption. The job counts as interrupted and the next one starts; the node goes on to its end, and its result is dropped",
        EventName = "NodeIgnoresInterruption")]
    public static partial void NodeIgnoresInterruption(ILogger logger, string nodeId, string classType, double seconds);

    [LoggerMessage(20, LogLevel.Warning, "Pack {Pack} in {Folder}: {Fault}", EventName = "PackFault")]
    public static partial void PackFault(ILogger logger, string pack, string folder, string fault);

    [LoggerMessage(21, LogLevel.Information, "Pack {Pack} {Version}: {Count} node classes, loaded in {Milliseconds:0} ms", EventName = "PackLoaded")]
    public static partial void PackLoaded(ILogger logger, string pack, string version, int count, double milliseconds);

    [LoggerMessage(22, LogLevel.Information, "Skipped in {Folder}, only .NET packs can be loaded: the Python packs {Packs}", EventName = "PythonPacksSkipped")]
    public static partial void PythonPacksSkipped(ILogger logger, string folder, string packs);

    [LoggerMessage(23, LogLevel.Information, "Skipped the pack in {Folder}: --disable-all-custom-nodes, and --whitelist-custom-nodes does not name it", EventName = "PackDisabled")]
    public static partial void PackDisabled(ILogger logger, string folder);
}
