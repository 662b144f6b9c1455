using System.Text.Encodings.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace PixelDiT.App.Logging;

/// <summary>Sends logs to the console.</summary>
internal static class LoggingSetup
{
    /// <summary>Adds the console with messages from <paramref name="level"/> on; the web server's own only when something is wrong, unless all is asked for.</summary>
    public static ILoggingBuilder AddShortConsole(this ILoggingBuilder logging, LogLevel level, LogFormat format = LogFormat.Text)
    {
        logging.SetMinimumLevel(level);
        if (level > LogLevel.Debug)
        {
            logging.AddFilter("Microsoft", LogLevel.Warning);
        }

        // These write addresses with their query, in which there may be an API key.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Warning);

        if (format == LogFormat.Json)
        {
            logging.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "O";
                json.JsonWriterOptions = json.JsonWriterOptions with { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            });
        }
        else
        {
            logging.Services.AddSingleton(new ShortConsoleOptions(Verbose: level <= LogLevel.Debug, TimeProvider.System));
            logging.Services.AddSingleton<ConsoleFormatter, ShortConsoleFormatter>();
            logging.AddConsole(console => console.FormatterName = ShortConsoleFormatter.FormatterName);
        }

        // A console that does not keep up must not slow the jobs.
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        return logging;
    }
}
