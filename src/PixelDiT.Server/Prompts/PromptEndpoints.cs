using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Graph.Validation;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Prompts;

/// <summary><c>/prompt</c> (protocol §2.1).</summary>
internal static class PromptEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapPrompts(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/prompt", ApiRoutes.Read, Get);
        routes.MapPost("/prompt", Post).WithMetadata(SubmitsJobs.Mark);
    }

    private static Ok<QueueInfo> Get(IJobQueue queue) => TypedResults.Ok(new QueueInfo(new ExecInfo(queue.Remaining)));

    private static async Task<Results<Ok<PromptAccepted>, BadRequest<PromptRefused>, Conflict<PromptRefused>, JsonHttpResult<PromptRefused>>> Post(
        JsonBody body, HttpRequest request, PromptSubmitter submitter, Caller caller, CancellationToken cancellationToken)
    {
        if (body.Value is JsonArray)
        {
            return TypedResults.BadRequest(PromptRefused.Of(ErrorTypes.NoPrompt, "No prompt provided", "No prompt provided"));
        }

        if (body.AsObject(out var problem) is not { } fields)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        var usageSource = request.Headers.TryGetValue("Comfy-Usage-Source", out var source) ? source.ToString() : null;
        var result = await submitter.SubmitAsync(fields, usageSource, caller.Owner, cancellationToken);
        if (result.Status == SubmitStatus.TooMany)
        {
            request.HttpContext.Response.Headers.RetryAfter = PromptSubmitter.RetryAfterFull;
        }

        return result.Status switch
        {
            SubmitStatus.Accepted => TypedResults.Ok(result.Accepted!),
            SubmitStatus.Conflict => TypedResults.Conflict(result.Refused!),
            SubmitStatus.TooMany => TypedResults.Json(result.Refused!, ServerJson.Default.PromptRefused, statusCode: StatusCodes.Status429TooManyRequests),
            _ => TypedResults.BadRequest(result.Refused!),
        };
    }
}

/// <summary>200 of <c>GET /prompt</c>.</summary>
internal sealed record QueueInfo(ExecInfo ExecInfo);

/// <summary>How many jobs wait and run.</summary>
internal sealed record ExecInfo(int QueueRemaining);
