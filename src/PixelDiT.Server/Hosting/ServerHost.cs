using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PixelDiT.Graph.Workflows;
using PixelDiT.Server.Assets;
using PixelDiT.Server.Control;
using PixelDiT.Server.Events;
using PixelDiT.Server.Files;
using PixelDiT.Server.FrontEndSupport;
using PixelDiT.Server.Generate;
using PixelDiT.Server.History;
using PixelDiT.Server.Http;
using PixelDiT.Server.Hubs;
using PixelDiT.Server.Info;
using PixelDiT.Server.Internal;
using PixelDiT.Server.JobList;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Logs;
using PixelDiT.Server.Models;
using PixelDiT.Server.OpenApi;
using PixelDiT.Server.Operations;
using PixelDiT.Server.Packs;
using PixelDiT.Server.Previews;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Queueing;
using PixelDiT.Server.Replacements;
using PixelDiT.Server.Retention;
using PixelDiT.Server.Security;
using PixelDiT.Server.Settings;
using PixelDiT.Server.Sockets;
using PixelDiT.Server.Storage;
using PixelDiT.Server.UserData;
using PixelDiT.Server.Users;
using PixelDiT.Server.Webhooks;
using PixelDiT.Server.Workflows;

namespace PixelDiT.Server.Hosting;

/// <summary>Puts the server together.</summary>
public static class ServerHost
{
    /// <summary>A server that is ready to be started.</summary>
    /// <param name="options">Settings; checked here.</param>
    /// <param name="parts">Nodes, files and devices.</param>
    /// <param name="loggers">Where logs go; null for nowhere. Not disposed here.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">A setting is out of its range.</exception>
    /// <exception cref="JobStoreException">The file of queue and history cannot be used.</exception>
    public static WebApplication Build(ServerOptions options, ServerParts parts, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        options.Validate();

        // The empty builder reads no configuration files and no environment: all settings come through options.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<ILoggerFactory>(new CalmLoggers(loggers ?? NullLoggerFactory.Instance));
        AddServices(builder.Services, options, parts);
        builder.Services.AddSingleton(s => new ApiDocument(builder.Services, s.GetRequiredService<EndpointDataSource>()));

        var app = builder.Build();
        try
        {
            AddPipeline(app, options);
        }
        catch
        {
            // What was opened by then, such as the store of jobs, must not stay open.
            ((IDisposable)app).Dispose();
            throw;
        }

        return app;
    }

    /// <summary>The addresses a started server listens on, as <c>http://127.0.0.1:8188</c>.</summary>
    /// <param name="app">The server.</param>
    public static IReadOnlyList<string> AddressesOf(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return [.. app.Urls];
    }

    private static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxUploadBytes;
        var addresses = options.Listen.Select(IPAddress.Parse).ToList();
        // "::" takes the IPv4 addresses as well: a second socket for those would find the port taken.
        var all = addresses.Contains(IPAddress.IPv6Any) && addresses.Contains(IPAddress.Any);
        foreach (var address in addresses)
        {
            if (all && address.Equals(IPAddress.Any))
            {
                continue;
            }

            if (all && address.Equals(IPAddress.IPv6Any))
            {
                // Falls back to IPv4 where there is no IPv6.
                kestrel.ListenAnyIP(options.Port, listen => listen.Protocols = HttpProtocols.Http1);
                continue;
            }

            kestrel.Listen(address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        }
    }

    private static void AddServices(IServiceCollection services, ServerOptions options, ServerParts parts)
    {
        services.AddSingleton(options);
        services.AddSingleton(parts);
        services.AddSingleton(parts.Folders);
        services.AddSingleton(parts.Validator);
        services.AddProtection(options);
        services.AddOperations(parts);
        services.AddSingleton(parts.Devices);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<FirstUse>();
        services.AddSingleton(parts.Log);
        services.AddSingleton<LogBroadcast>();
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<LogBroadcast>());
        services.AddSingleton<UserStore>();
        services.AddSingleton<SettingsStore>();
        services.AddSingleton<PackFiles>();
        services.AddSingleton<NodeReplacer>();
        services.AddSingleton(s => new WorkflowConverter(parts.Registry, parts.Services, parts.PromptLimits) { Time = s.GetRequiredService<TimeProvider>() });
        services.AddHostedService<OutputRetention>();
        services.AddSingleton<SocketHub>();
        services.AddSingleton(s => new PreviewBudget(options.PreviewBytesPerSecond, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IJobStore>(s => JobStores.Open(options.Jobs, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IJobQueue>(s => s.GetRequiredService<IJobStore>());
        services.AddSingleton<IJobHistory>(s => s.GetRequiredService<IJobStore>());
        services.AddSingleton<IJobCatalog>(s => s.GetRequiredService<IJobStore>());
        services.AddSingleton<IWebhookOutbox>(s => s.GetRequiredService<IJobStore>());
        services.AddSingleton(new WebhookGuard(options.Webhooks));
        services.AddHostedService<WebhookSender>();
        services.AddSingleton<QueueControl>();
        services.AddSingleton<JobReviver>();
        services.AddSingleton<PromptSubmitter>();
        services.AddSingleton<JobEnds>();
        services.AddSingleton<NamedWorkflows>();
        services.AddSingleton<Generation>();
        services.AddSingleton(s => new EventLog(options.Events, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RunningJobs>();
        services.AddSingleton<JobEventSource>();
        services.AddQueueHub(options);
        services.AddSingleton<JobWorker>();
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<JobWorker>());
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolver = ServerJson.Default;
            json.SerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.Configure<FormOptions>(form =>
        {
            form.MultipartBodyLengthLimit = options.MaxUploadBytes;
            form.ValueLengthLimit = 64 << 10;
            form.ValueCountLimit = 64;
        });
        // A stop must not wait for the idle connections of clients; the worker has its own patience.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopGrace + TimeSpan.FromSeconds(15));
    }

    private static void AddPipeline(WebApplication app, ServerOptions options)
    {
        var queue = app.Services.GetRequiredService<IJobQueue>();
        var hub = app.Services.GetRequiredService<SocketHub>();
        queue.Changed += remaining => hub.SendToAll(Messages.Status(remaining));
        app.Services.GetRequiredService<JobEventSource>().Attach(queue);
        app.Services.GetRequiredService<JobEnds>().Attach(queue);

        app.UseMiddleware<ErrorBoundary>();
        app.UseProtection(options);
        app.UseMiddleware<CacheHeaders>();
        app.UseWebSockets();
        app.UseRouting();
        app.UseRouteProtection(options);
        app.MapTwice(routes =>
        {
            routes.MapPrompts();
            routes.MapQueue();
            routes.MapHistory();
            routes.MapControl();
            routes.MapInfo();
            routes.MapPacks();
            routes.MapModels();
            routes.MapView();
            routes.MapUploads();
            routes.MapFiles();
            routes.MapUsers();
            routes.MapSettings();
            routes.MapUserData();
            routes.MapFrontEndSupport();
            routes.MapReplacements();
            routes.MapSockets();
            routes.MapHubStatus();
        });
        app.MapQueueHub();
        // Unlike all others these exist with the prefix only (protocol §1).
        app.MapGroup("/api").MapJobs();
        app.MapGroup("/api").MapQueueControl();
        app.MapGroup("/api").MapConvert();
        app.MapGroup("/api").MapGenerate();
        app.MapGroup("/api").MapWebhooks();
        app.MapAssets();
        app.MapPackTemplates();
        // And these without it only.
        app.MapHealth();
        app.MapOpenApiDocument();
        app.MapLogs();
        app.MapInternal();
        app.MapFrontEnd(options.FrontEndRoot);
    }
}
