using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelDiT.App.CommandLine;
using PixelDiT.App.Composition;
using PixelDiT.App.Logging;
using PixelDiT.App.Telemetry;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Logs;
using PixelDiT.Server.Storage;

namespace PixelDiT.App.Serve;

/// <summary>Serves until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>Starts the server and waits for its end.</summary>
    /// <param name="settings">What the command line asks for.</param>
    /// <param name="cancellationToken">Stops it, like Ctrl-C.</param>
    /// <returns>0, or 1 when it could not start.</returns>
    public static async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        using var history = new LogHistory();
        using var loggers = LoggerFactory.Create(logging => logging.AddShortConsole(settings.LogLevel, settings.LogFormat).AddProvider(history));
        using var telemetry = OtlpExport.Start(settings.OtlpEndpoint);
        var logger = loggers.CreateLogger<NodeHost>();
        foreach (var notice in settings.Notices)
        {
            Log.Notice(logger, notice);
        }

        var isNew = !Directory.Exists(settings.Folders.BaseDirectory);
        var nodes = new NodeHost(settings, loggers);
        if (isNew)
        {
            // More often a slip of the pen than a wish.
            Log.NewBaseDirectory(logger, nodes.Folders.Base);
        }

        WebApplication built;
        try
        {
            built = Build(settings, nodes, history, loggers, logger);
        }
        catch (JobStoreException e)
        {
            await Console.Error.WriteLineAsync($"pixeldit: {e.Message}");
            return 1;
        }

        await using var app = built;
        using var signals = StopSignals.Watch();
        using var temp = TempFolder.Enter(nodes.Folders, logger);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"pixeldit: port {settings.Server.Port} on {string.Join(", ", settings.Server.Listen)} is in use. Another server may be running there; --port N takes another port.");
            return 1;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync($"pixeldit: cannot listen on {string.Join(", ", settings.Server.Listen)}, port {settings.Server.Port}: {e.Message}");
            return 1;
        }

        if (settings.PrintServer)
        {
            foreach (var address in app.Urls)
            {
                Log.Serving(logger, address);
            }
        }

        if (settings.QuickTest)
        {
            await app.StopAsync(cancellationToken);
        }
        else
        {
            await app.WaitForShutdownAsync(cancellationToken);
        }

        return 0;
    }

    private static WebApplication Build(Settings settings, NodeHost nodes, LogHistory history, ILoggerFactory loggers, ILogger logger)
    {
        var devices = new TorchDeviceInfo(settings.Compute.ForceCpu);
        return ServerHost.Build(
            settings.Server,
            new ServerParts
            {
                Registry = nodes.Registry,
                Packs = nodes.Packs,
                Services = nodes.Services,
                Folders = nodes.Folders,
                PromptLimits = settings.PromptLimits,
                Validator = nodes.Validator,
                Executor = new GraphJobExecutor(nodes.Executor),
                Devices = devices,
                Log = history,
                SavedFiles = nodes.SavedFiles,
                UnloadModels = nodes.UnloadModels,
                WarmUp = () =>
                {
                    var started = Stopwatch.GetTimestamp();
                    NodeHost.WarmUp();
                    devices.LibraryIsLoaded();
                    Log.WarmedUp(logger, Stopwatch.GetElapsedTime(started).TotalSeconds);
                },
            },
            loggers);
    }
}
