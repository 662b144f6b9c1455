using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Prompts;

namespace PixelDiT.Server.Webhooks;

/// <summary><c>GET /api/pixeldit/jobs/{id}/webhook</c>, a route of ours: how far a job's webhook is.</summary>
internal static class WebhookEndpoint
{
    private static readonly string[] StateNames = ["waiting", "delivering", "delivered", "given_up", "skipped"];

    /// <summary>Maps the area; under <c>/api</c> only.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes) => routes.MapMethods("/pixeldit/jobs/{promptId}/webhook", ApiRoutes.Read, GetAsync);

    private static async Task<Results<RawJson, NotFound<PromptRefused>>> GetAsync(string promptId, IWebhookOutbox outbox, Caller caller, CancellationToken cancellationToken) =>
        await outbox.FindWebhookAsync(promptId, caller.Scope, cancellationToken) is { } delivery
            ? RawJson.Of(delivery, Write)
            : TypedResults.NotFound(PromptRefused.Of(RefusalTypes.JobNotFound, "Webhook not found", $"there is no job {promptId} with a webhook; finished jobs are forgotten after a while"));

    // {"delivery_id":ID,"state":S,"receiver":ORIGIN,"events":[E,...],"attempts":N,"last_attempt":MS|null,"last_status":N|null,"last_error":M|null}
    private static void Write(Utf8JsonWriter w, WebhookDelivery delivery)
    {
        w.WriteStartObject();
        w.WriteString("delivery_id"u8, delivery.Id);
        w.WriteString("state"u8, StateNames[(int)delivery.State]);
        // Paths of such addresses are often secrets themselves.
        w.WriteString("receiver"u8, delivery.Target.Url.GetLeftPart(UriPartial.Authority));
        w.WriteStartArray("events"u8);
        foreach (var end in delivery.Target.Ends)
        {
            w.WriteStringValue(JobStatusNames.Of(end));
        }

        w.WriteEndArray();
        w.WriteNumber("attempts"u8, delivery.Attempts);
        Write(w, "last_attempt"u8, delivery.TriedAt?.ToUnixTimeMilliseconds());
        Write(w, "last_status"u8, delivery.LastStatus);
        w.WriteString("last_error"u8, delivery.LastError);
        w.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter w, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } known)
        {
            w.WriteNumber(name, known);
        }
        else
        {
            w.WriteNull(name);
        }
    }
}
