using Microsoft.Extensions.Logging;

namespace PixelDiT.App;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "PixelDiT.Nodes serves on {Address}", EventName = "Serving")]
    public static partial void Serving(ILogger logger, string address);

    [LoggerMessage(2, LogLevel.Warning, "{Notice}", EventName = "Notice")]
    public static partial void Notice(ILogger logger, string notice);

    [LoggerMessage(3, LogLevel.Information, "Models run on {Device}: network in {Network}, text encoder in {TextEncoder}", EventName = "Policy")]
    public static partial void Policy(ILogger logger, string device, string network, string textEncoder);

    [LoggerMessage(4, LogLevel.Information, "New base directory {Folder}", EventName = "NewBaseDirectory")]
    public static partial void NewBaseDirectory(ILogger logger, string folder);

    [LoggerMessage(5, LogLevel.Warning, "Memory ran out: all models are unloaded", EventName = "OutOfMemory")]
    public static partial void OutOfMemory(ILogger logger);

    [LoggerMessage(6, LogLevel.Debug, "Libraries are loaded after {Seconds:0.00} s", EventName = "WarmedUp")]
    public static partial void WarmedUp(ILogger logger, double seconds);

    [LoggerMessage(7, LogLevel.Warning, "The temp folder {Folder} could not be emptied: {Reason}", EventName = "TempNotEmptied")]
    public static partial void TempNotEmptied(ILogger logger, string folder, string reason);

    [LoggerMessage(8, LogLevel.Warning, "A saved file could not be noted, so it is kept for ever: {Reason}", EventName = "LedgerFault")]
    public static partial void LedgerFault(ILogger logger, string reason);

    [LoggerMessage(9, LogLevel.Information, "Another server uses the temp folder {Folder}; it is not emptied", EventName = "TempInUse")]
    public static partial void TempInUse(ILogger logger, string folder);
}
