using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Retention;

/// <summary>Deletes old outputs, once an hour, where that is wanted: only files that this server wrote and nobody changed.</summary>
internal sealed class OutputRetention(ServerParts parts, ServerOptions options, TimeProvider time, ILogger<OutputRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.OutputRetention is not { } age || parts.SavedFiles is not { } files)
        {
            return;
        }

        // Not on the thread that starts the server.
        await Task.Yield();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                if (files.DeleteOlderThan(age) is var count and > 0)
                {
                    HttpLog.OutputsExpired(logger, count, age.TotalDays);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                HttpLog.RetentionFault(logger, e);
            }
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
            return false;
        }
    }
}
