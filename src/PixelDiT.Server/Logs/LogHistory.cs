using System.Globalization;
using Microsoft.Extensions.Logging;

namespace PixelDiT.Server.Logs;

/// <summary>
/// Keeps the last log messages for the log panel of front ends (protocol §2.10). A provider: add it to the factory that the host logs through. Bounded in number and
/// length, and safe for any thread.
/// </summary>
/// <param name="time">The clock that stamps messages. Default: the system's.</param>
public sealed class LogHistory(TimeProvider? time = null) : ILoggerProvider
{
    /// <summary>How many messages are kept.</summary>
    public const int Capacity = 300;

    private const int MaxLength = 4_000;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _lines = new(Capacity);

    /// <summary>Called with each new message, on the thread that logs: it must be quick and log nothing.</summary>
    internal event Action<LogLine>? Added;

    /// <summary>The messages, oldest first.</summary>
    internal IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Logger(this);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private void Add(LogLevel level, string text, Exception? exception)
    {
        var message = level is LogLevel.Information or LogLevel.None ? text : $"{level.ToString().ToLowerInvariant()}: {text}";
        if (exception is not null)
        {
            message += $"\n{exception.GetType().FullName}: {exception.Message}";
        }

        message = LogText.Of(message);
        var cut = message.Length > MaxLength ? string.Concat(message.AsSpan(0, MaxLength), "…") : message;
        // Front ends write entries to a terminal as they are: each ends its own line.
        var line = new LogLine(_time.GetLocalNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture), cut + "\n");
        lock (_lock)
        {
            if (_lines.Count == Capacity)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }

        Added?.Invoke(line);
    }

    private sealed class Logger(LogHistory history) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            history.Add(logLevel, formatter(state, exception), exception);
    }
}

/// <summary>One message.</summary>
/// <param name="Time">Local time, ISO 8601.</param>
/// <param name="Text">The message, with a line break at its end.</param>
internal sealed record LogLine(string Time, string Text);
