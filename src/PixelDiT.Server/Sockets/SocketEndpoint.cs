using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Http;
using PixelDiT.Server.Info;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Sockets;

/// <summary><c>/ws</c> (protocol §4.1, §4.2).</summary>
internal static class SocketEndpoint
{
    // A sid goes into messages and look-ups; nobody needs a long one.
    private const int MaxSidLength = 256;

    /// <summary>Maps the area.</summary>
    public static void MapSockets(this IEndpointRouteBuilder routes) => routes.MapGet("/ws", Connect);

    private static async Task Connect(
        HttpContext context, SocketHub hub, IJobQueue queue, FirstUse firstUse, ServerOptions options, IHostApplicationLifetime lifetime,
        ILogger<SocketConnection> logger)
    {
        if (Refusal(context, hub, options) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        var clientId = context.Request.Query.First("clientId") ?? "";
        var sid = clientId.Length > 0 ? clientId : Guid.NewGuid().ToString("N");
        firstUse.Happens();
        var connection = new SocketConnection(sid, options.Sockets, Caller.Of(context));
        // Before the handshake is answered: a client may submit as soon as it has the answer, and then wait for messages of that job.
        queue.WithRemaining(remaining => hub.Add(connection, Messages.Status(remaining, sid)));
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                KeepAliveInterval = options.Sockets.PingInterval,
                KeepAliveTimeout = options.Sockets.PingTimeout,
            });
            HttpLog.SocketOpened(logger, sid);
            var first = true;
            await connection.RunAsync(
                socket,
                message => Receive(connection, message.Span, ref first, options, logger),
                lifetime.ApplicationStopping);
        }
        finally
        {
            hub.Remove(connection);
            HttpLog.SocketClosed(logger, sid, connection.Dropped);
        }
    }

    private static int? Refusal(HttpContext context, SocketHub hub, ServerOptions options)
    {
        if (!context.WebSockets.IsWebSocketRequest || context.Request.Query.First("clientId")?.Length > MaxSidLength)
        {
            return StatusCodes.Status400BadRequest;
        }

        return hub.Count >= options.Sockets.MaxConnections ? StatusCodes.Status503ServiceUnavailable : null;
    }

    // {"type":"feature_flags","data":{...}} counts as the first message only; any other JSON object uses that chance up.
    private static void Receive(SocketConnection connection, ReadOnlySpan<byte> message, ref bool first, ServerOptions options, ILogger logger)
    {
        var json = JsonBody.Parse(message);
        if (json.Problem is not null)
        {
            HttpLog.SocketNonsense(logger, connection.Sid, json.Problem);
            return;
        }

        if (!first || json.Value is not JsonObject envelope)
        {
            return;
        }

        first = false;
        if (IsText(envelope["type"], "feature_flags"))
        {
            connection.WantsPreviewMetadata = envelope["data"] is JsonObject flags
                && flags["supports_preview_metadata"]?.GetValueKind() == JsonValueKind.True;
            connection.Send(Messages.Text(
                "feature_flags", JsonSerializer.SerializeToUtf8Bytes(InfoEndpoints.FeaturesOf(options), ServerJson.Default.Features)));
        }
    }

    private static bool IsText(JsonNode? value, string text) => value is JsonValue v && v.TryGetValue<string>(out var s) && s == text;
}
