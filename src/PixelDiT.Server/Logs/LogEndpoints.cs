using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Http;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Security;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Logs;

/// <summary><c>/internal/logs</c> (protocol §2.10).</summary>
internal static class LogEndpoints
{
    // The terminal that front ends draw; ours may have none.
    private const int Columns = 80;
    private const int Rows = 24;

    /// <summary>Maps the area.</summary>
    public static void MapLogs(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/internal/logs", ApiRoutes.Read, GetText).ForAdmins();
        routes.MapMethods("/internal/logs/raw", ApiRoutes.Read, GetRaw).ForAdmins();
        routes.MapPatch("/internal/logs/subscribe", Subscribe).WithMetadata(new BodyLimit(BodyLimit.Small)).ForAdmins();
    }

    /// <summary>Writes <c>"entries":[{"t","m"},...]</c>.</summary>
    public static void WriteEntries(Utf8JsonWriter w, IReadOnlyList<LogLine> lines)
    {
        w.WriteStartArray("entries"u8);
        foreach (var line in lines)
        {
            w.WriteStartObject();
            w.WriteString("t"u8, line.Time);
            w.WriteString("m"u8, line.Text);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    private static Ok<string> GetText(LogHistory history) => TypedResults.Ok(string.Concat(history.Lines.Select(l => $"{l.Time} - {l.Text}")));

    private static RawJson GetRaw(LogHistory history) => RawJson.Of(history.Lines, static (w, lines) =>
    {
        w.WriteStartObject();
        WriteEntries(w, lines);
        w.WriteStartObject("size"u8);
        w.WriteNumber("cols"u8, Columns);
        w.WriteNumber("rows"u8, Rows);
        w.WriteEndObject();
        w.WriteEndObject();
    });

    private static Results<Ok, BadRequest<PromptRefused>, StatusCodeHttpResult> Subscribe(JsonBody body, LogBroadcast broadcast, Caller caller)
    {
        if (body.AsObject(out var problem) is not { } fields)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        if (fields["clientId"] is not JsonValue id || !id.TryGetValue<string>(out var sid))
        {
            return TypedResults.BadRequest(PromptRefused.Invalid($"'clientId' must be a text, not {JsonBody.KindOf(fields["clientId"])}."));
        }

        if (fields["enabled"] is not JsonValue flag || !flag.TryGetValue<bool>(out var enabled))
        {
            return TypedResults.BadRequest(PromptRefused.Invalid($"'enabled' must be true or false, not {JsonBody.KindOf(fields["enabled"])}."));
        }

        var address = SocketHub.AddressOf(caller.Owner, sid)!;
        if (!enabled)
        {
            broadcast.Unsubscribe(address);
            return TypedResults.Ok();
        }

        return broadcast.TrySubscribe(address) ? TypedResults.Ok() : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}
