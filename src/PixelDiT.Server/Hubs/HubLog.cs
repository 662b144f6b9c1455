using Microsoft.Extensions.Logging;

namespace PixelDiT.Server.Hubs;

internal static partial class HubLog
{
    [LoggerMessage(401, LogLevel.Debug, "Hub connection {ConnectionId} closed; it did not get {Previews} previews and {Progress} progress reports and started over {Resets} times", EventName = "HubClosed")]
    public static partial void Closed(ILogger logger, string connectionId, long previews, long progress, long resets);

    [LoggerMessage(402, LogLevel.Error, "Events could not be sent to hub connection {ConnectionId}", EventName = "HubSendFault")]
    public static partial void SendFault(ILogger logger, string connectionId, Exception exception);

    [LoggerMessage(403, LogLevel.Error, "Hub call {Method} failed on our side", EventName = "HubCallFault")]
    public static partial void CallFault(ILogger logger, string method, Exception exception);
}
