using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Prompts;

namespace PixelDiT.Server.Queueing;

/// <summary><c>/queue</c> (protocol §2.2).</summary>
internal static class QueueEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapQueue(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/queue", ApiRoutes.Read, Get);
        routes.MapPost("/queue", Post);
    }

    private static QueueAnswer Get(IJobQueue queue, Caller caller, CancellationToken cancellationToken) => new(queue.ReadAsync(caller.Scope, cancellationToken));

    private static async Task<Results<Ok, BadRequest<PromptRefused>>> Post(JsonBody body, IJobQueue queue, Caller caller, CancellationToken cancellationToken)
    {
        if (ListChange.Read(body, out var problem) is not { } change)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        if (change.Clear)
        {
            await queue.ClearPendingAsync(caller.Scope, cancellationToken);
        }

        if (change.Delete.Count > 0)
        {
            await queue.RemovePendingAsync(change.Delete, caller.Scope, cancellationToken);
        }

        return TypedResults.Ok();
    }

    /// <summary>Writes a job as clients know it, an array of five.</summary>
    internal static void WriteItem(
        Utf8JsonWriter w, QueueNumber number, string promptId, ReadOnlyMemory<byte> prompt, ReadOnlyMemory<byte> extraData, IReadOnlyList<string> targets)
    {
        w.WriteStartArray();
        number.WriteTo(w);
        w.WriteStringValue(promptId);
        w.WriteRawValue(prompt.Span, skipInputValidation: true);
        w.WriteRawValue(extraData.Span, skipInputValidation: true);
        w.WriteStartArray();
        foreach (var id in targets)
        {
            w.WriteStringValue(id);
        }

        w.WriteEndArray();
        w.WriteEndArray();
    }
}

/// <summary>The body of <c>POST /queue</c> and <c>POST /history</c>: <c>{"clear": true}</c> and/or <c>{"delete": [ids]}</c>.</summary>
/// <param name="Clear">Everything goes.</param>
/// <param name="Delete">These go.</param>
internal sealed record ListChange(bool Clear, IReadOnlyList<string> Delete)
{
    /// <summary>Reads the body, or says what is wrong with it.</summary>
    public static ListChange? Read(JsonBody body, out string problem)
    {
        if (body.AsObject(out problem) is not { } fields)
        {
            return null;
        }

        var clear = fields["clear"];
        if (clear is not null && clear.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
        {
            problem = $"'clear' must be true or false, not {JsonBody.KindOf(clear)}.";
            return null;
        }

        var delete = fields["delete"];
        if (delete is not null && (delete is not JsonArray ids || !ids.All(id => id?.GetValueKind() == JsonValueKind.String)))
        {
            problem = "'delete' must be an array of prompt ids.";
            return null;
        }

        return new ListChange(clear?.GetValue<bool>() == true, delete is JsonArray list ? [.. list.Select(id => id!.GetValue<string>())] : []);
    }
}
