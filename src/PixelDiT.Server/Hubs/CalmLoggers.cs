using Microsoft.Extensions.Logging;

namespace PixelDiT.Server.Hubs;

/// <summary>
/// SignalR logs every call that a client got wrong as an error of the server. Here that is news for debugging only; what is our fault
/// <see cref="HubCallGuard"/> and <see cref="Subscribers"/> log themselves.
/// </summary>
/// <param name="inner">Where logs go; not disposed here.</param>
internal sealed class CalmLoggers(ILoggerFactory inner) : ILoggerFactory
{
    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        return categoryName.StartsWith("Microsoft.AspNetCore.SignalR", StringComparison.Ordinal)
            || categoryName.StartsWith("Microsoft.AspNetCore.Http.Connections", StringComparison.Ordinal) ? new Calm(logger) : logger;
    }

    /// <inheritdoc />
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <inheritdoc />
    public void Dispose()
    {
        // The inner factory belongs to the caller.
    }

    private sealed class Calm(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(Lower(logLevel));

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            inner.Log(Lower(logLevel), eventId, state, exception, formatter);

        private static LogLevel Lower(LogLevel level) => level is LogLevel.Error or LogLevel.Warning or LogLevel.Information ? LogLevel.Debug : level;
    }
}
