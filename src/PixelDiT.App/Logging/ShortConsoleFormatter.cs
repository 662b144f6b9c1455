using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using PixelDiT.Server.Logs;

namespace PixelDiT.App.Logging;

/// <summary>
/// One line a message: time, level when it matters, text, whose further lines are indented. With <c>--verbose</c> also the category and exceptions in full.
/// </summary>
internal sealed class ShortConsoleFormatter(ShortConsoleOptions options) : ConsoleFormatter(FormatterName)
{
    /// <summary>Name under which it is registered.</summary>
    public const string FormatterName = "short";

    /// <inheritdoc />
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(options.Time.GetLocalNow().ToString("HH:mm:ss ", CultureInfo.InvariantCulture));
        if (logEntry.LogLevel != LogLevel.Information)
        {
            textWriter.Write(logEntry.LogLevel.ToString().ToLowerInvariant());
            textWriter.Write(": ");
        }

        if (options.Verbose)
        {
            textWriter.Write($"[{logEntry.Category}] ");
        }

        textWriter.WriteLine(LogText.Of(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.Exception is { } exception && (options.Verbose || logEntry.LogLevel == LogLevel.Critical))
        {
            textWriter.Write("    ");
            textWriter.WriteLine(LogText.Of(exception.ToString()));
        }
    }
}

/// <summary>How the console shows messages.</summary>
/// <param name="Verbose">With category and exceptions.</param>
/// <param name="Time">The clock.</param>
internal sealed record ShortConsoleOptions(bool Verbose, TimeProvider Time);
