using System.Net;
using Microsoft.Extensions.Logging;

namespace PixelDiT.Server.Security;

internal static partial class SecurityLog
{
    [LoggerMessage(401, LogLevel.Warning, "Refused {Method} {Path} from {Address}: {Reason}", EventName = "NoKey")]
    public static partial void NoKey(ILogger logger, IPAddress? address, string method, string path, string reason);

    [LoggerMessage(402, LogLevel.Warning, "Refused a submission by {Submitter}: more than {Rate}", EventName = "RateLimited")]
    public static partial void RateLimited(ILogger logger, string submitter, string rate);

    [LoggerMessage(403, LogLevel.Warning, "Anybody who reaches {Address} can use this server: there are no API keys", EventName = "Unprotected")]
    public static partial void Unprotected(ILogger logger, string address);

    [LoggerMessage(404, LogLevel.Warning, "Refused the upload {Name}: {Reason}", EventName = "UploadRefused")]
    public static partial void UploadRefused(ILogger logger, string name, string reason);
}
