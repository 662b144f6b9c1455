using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Queueing;

namespace PixelDiT.Server.History;

/// <summary><c>/history</c> (protocol §2.2, §7.1).</summary>
internal static class HistoryEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/history", ApiRoutes.Read, GetRange);
        routes.MapMethods("/history/{promptId}", ApiRoutes.Read, GetOne);
        routes.MapPost("/history", Post);
    }

    private static Results<HistoryAnswer, BadRequest<PromptRefused>> GetRange(HttpRequest request, IJobHistory history, Caller caller, CancellationToken cancellationToken)
    {
        if (!TryReadInteger(request.Query, "max_items", out var maxItems, out var problem) || !TryReadInteger(request.Query, "offset", out var offset, out problem))
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        return new HistoryAnswer(history.GetRangeAsync(maxItems, offset ?? -1, caller.Scope, cancellationToken));
    }

    private static async Task<RawJson> GetOne(string promptId, IJobHistory history, Caller caller, CancellationToken cancellationToken) =>
        RawJson.Of(await history.FindAsync(promptId, caller.Scope, cancellationToken), static (w, entry) =>
        {
            w.WriteStartObject();
            if (entry is not null)
            {
                w.WritePropertyName(entry.PromptId);
                HistoryJson.WriteEntry(w, entry);
            }

            w.WriteEndObject();
        });

    private static async Task<Results<Ok, BadRequest<PromptRefused>>> Post(JsonBody body, IJobHistory history, Caller caller, CancellationToken cancellationToken)
    {
        if (ListChange.Read(body, out var problem) is not { } change)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        if (change.Clear)
        {
            await history.ClearAsync(caller.Scope, cancellationToken);
        }

        if (change.Delete.Count > 0)
        {
            await history.RemoveAsync(change.Delete, caller.Scope, cancellationToken);
        }

        return TypedResults.Ok();
    }

    private static bool TryReadInteger(IQueryCollection query, string name, out int? value, out string problem)
    {
        var isRead = query.TryReadInteger(name, out value);
        problem = isRead ? "" : $"'{name}' must be an integer, not '{ShortText.Of(query.First(name)!)}'.";
        return isRead;
    }
}
