using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Prompts;

namespace PixelDiT.Server.Control;

/// <summary><c>/interrupt</c> and <c>/free</c> (protocol §2.2, §7.3).</summary>
internal static class ControlEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/interrupt", Interrupt);
        routes.MapPost("/free", Free);
    }

    // A body that is no JSON counts as none: the oldest clients send nothing.
    private static Results<Ok, BadRequest<PromptRefused>> Interrupt(JsonBody body, IJobQueue queue, Caller caller)
    {
        if (body.Problem is not null)
        {
            queue.Interrupt(null, caller.Scope);
            return TypedResults.Ok();
        }

        if (body.AsObject(out var problem) is not { } fields)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        switch (fields["prompt_id"])
        {
            case null:
                queue.Interrupt(null, caller.Scope);
                return TypedResults.Ok();
            case JsonValue value when value.TryGetValue<string>(out var promptId):
                queue.Interrupt(promptId.Length == 0 ? null : promptId, caller.Scope);
                return TypedResults.Ok();
            case var other:
                return TypedResults.BadRequest(PromptRefused.Invalid($"'prompt_id' must be a text, not {JsonBody.KindOf(other)}."));
        }
    }

    private static Results<Ok, BadRequest<PromptRefused>> Free(JsonBody body, JobWorker worker)
    {
        if (body.AsObject(out var problem) is not { } fields)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        if (!TryReadFlag(fields, "unload_models", out var unload, out problem) || !TryReadFlag(fields, "free_memory", out var free, out problem))
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        // Freeing memory implies dropping the models, unless the client said otherwise.
        var unloadModels = unload ?? free == true;
        if (unloadModels || free == true)
        {
            worker.RequestFree(unloadModels, free == true);
        }

        return TypedResults.Ok();
    }

    private static bool TryReadFlag(JsonObject fields, string name, out bool? value, out string problem)
    {
        (value, problem) = (null, "");
        switch (fields[name]?.GetValueKind())
        {
            case null:
                return true;
            case JsonValueKind.True:
                value = true;
                return true;
            case JsonValueKind.False:
                value = false;
                return true;
            default:
                problem = $"'{name}' must be true or false, not {JsonBody.KindOf(fields[name])}.";
                return false;
        }
    }
}
