using Microsoft.Extensions.Logging;

namespace PixelDiT.Server.Webhooks;

internal static partial class Log
{
    [LoggerMessage(501, LogLevel.Warning, "The webhook of job {PromptId} is given up after {Attempts} attempts: {Error}", EventName = "WebhookGivenUp")]
    public static partial void GivenUp(ILogger logger, string promptId, int attempts, string error);

    [LoggerMessage(502, LogLevel.Warning, "What came of the webhook of job {PromptId} could not be written down: {Error}", EventName = "WebhookNotRecorded")]
    public static partial void NotRecorded(ILogger logger, string promptId, string error);

    [LoggerMessage(503, LogLevel.Error, "Webhook {Id} of job {PromptId} cannot be sent", EventName = "WebhookSendFault")]
    public static partial void SendFault(ILogger logger, string id, string promptId, Exception exception);
}
