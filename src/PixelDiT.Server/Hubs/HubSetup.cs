using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using PixelDiT.Server.Events;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Hubs;

/// <summary>Sets up <c>/hubs/queue</c>. SignalR itself is built when the first client comes: a server without hub clients starts as if it had no hub.</summary>
internal static class HubSetup
{
    /// <summary>Where the hub is.</summary>
    public const string Path = "/hubs/queue";

    /// <summary>Adds the hub and what it needs.</summary>
    public static void AddQueueHub(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<SnapshotSource>();
        services.AddSingleton<HubCallGuard>();
        services.AddSingleton<Subscribers>();
        services.AddSingleton<LazyHub>();
        services.AddSignalR(hub =>
            {
                hub.MaximumReceiveMessageSize = options.Hub.MaxMessageBytes;
                hub.MaximumParallelInvocationsPerClient = options.Hub.MaxParallelCalls;
                hub.EnableDetailedErrors = false;
                hub.AddFilter<HubCallGuard>();
            })
            // MessagePack beside JSON is one more call here: .AddMessagePackProtocol(), from Microsoft.AspNetCore.SignalR.Protocols.MessagePack.
            .AddJsonProtocol(json =>
            {
                json.PayloadSerializerOptions.TypeInfoResolver = JsonTypeInfoResolver.Combine(HubJson.Default, new DefaultJsonTypeInfoResolver());
                // What a client sent may come back, some levels deeper.
                json.PayloadSerializerOptions.MaxDepth = 2 * JsonBody.MaxDepth;
            });
        // Of two protocols of one name the later counts.
        services.AddSingleton<IHubProtocol, DeepJsonProtocol>();
    }

    /// <summary>Maps the hub.</summary>
    public static void MapQueueHub(this IEndpointRouteBuilder routes) => routes.Map(Path + "/{**rest}", static context => context.RequestServices.GetRequiredService<LazyHub>().HandleAsync(context));

    /// <summary>Maps <c>/pixeldit/hub</c>, a route of ours: how the hub is doing.</summary>
    public static void MapHubStatus(this IEndpointRouteBuilder routes) => routes.MapMethods("/pixeldit/hub", ApiRoutes.Read, GetStatus);

    private static JsonHttpResult<HubStatus> GetStatus(LazyHub hub, EventLog log) => TypedResults.Json(hub.Status(log), HubJson.Default.HubStatus);

    /// <summary>The hub, built on its first request.</summary>
    internal sealed class LazyHub(IServiceProvider services)
    {
        private readonly Lazy<RequestDelegate> _pipeline = new(() => Build(services));

        /// <summary>Hands a request to the hub.</summary>
        public Task HandleAsync(HttpContext context)
        {
            // The endpoint found so far is this one; the hub's own pipeline looks for its own.
            context.SetEndpoint(null);
            HubCaller.Keep(context);
            return _pipeline.Value(context);
        }

        /// <summary>How the hub is doing.</summary>
        public HubStatus Status(EventLog log) => _pipeline.IsValueCreated ? services.GetRequiredService<Subscribers>().Status() : HubStatus.Unused(log);

        private static RequestDelegate Build(IServiceProvider services)
        {
            var app = new ApplicationBuilder(services);
            app.UseRouting();
            app.UseEndpoints(static endpoints => endpoints.MapHub<QueueHub>(Path));
            return app.Build();
        }
    }
}
