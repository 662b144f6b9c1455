using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.JobList;

/// <summary><c>/api/jobs</c> (protocol §2.3).</summary>
internal static class JobEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/jobs", ApiRoutes.Read, List);
        routes.MapMethods("/jobs/{promptId}", ApiRoutes.Read, GetOne);
        routes.MapPost("/jobs/{promptId}/cancel", CancelOne);
        routes.MapPost("/jobs/cancel", Cancel);
    }

    private static async Task<Results<RawJson, BadRequest<JobProblem>>> List(
        HttpRequest request, IJobCatalog catalog, Caller caller, CancellationToken cancellationToken)
    {
        if (JobQueryReader.Read(request.Query, out var problem) is not { } query)
        {
            return TypedResults.BadRequest(new JobProblem(problem));
        }

        var page = await catalog.ListAsync(query with { Owner = caller.Scope }, cancellationToken);
        return RawJson.Of((page, query), static (w, s) => JobJson.WritePage(w, s.page, s.query));
    }

    private static async Task<Results<RawJson, NotFound<JobProblem>>> GetOne(
        string promptId, IJobCatalog catalog, Caller caller, CancellationToken cancellationToken) =>
        await catalog.FindJobAsync(promptId, caller.Scope, cancellationToken) is { } job
            ? RawJson.Of(job, JobJson.WriteDetails)
            : TypedResults.NotFound(new JobProblem("Job not found"));

    private static async Task<Ok<JobsCancelled>> CancelOne(string promptId, IJobCatalog catalog, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(new JobsCancelled(await catalog.CancelAsync([promptId], caller.Scope, cancellationToken) > 0));

    private static async Task<Results<Ok<JobsCancelled>, BadRequest<JobProblem>, BadRequest<InvalidJobIds>>> Cancel(
        JsonBody body, IJobCatalog catalog, Caller caller, CancellationToken cancellationToken)
    {
        if (body.Problem is not null)
        {
            return TypedResults.BadRequest(new JobProblem("Request body must be valid JSON"));
        }

        if ((body.Value as JsonObject)?["job_ids"] is not JsonArray values)
        {
            return TypedResults.BadRequest(new JobProblem("job_ids must be a list"));
        }

        var ids = values.Select(v => v is JsonValue value && value.TryGetValue<string>(out var text) ? text : v?.ToJsonString() ?? "null").ToList();
        var invalid = ids.Where(id => !JobId.IsCanonical(id)).ToList();
        return invalid.Count > 0
            ? TypedResults.BadRequest(new InvalidJobIds("job_ids contains invalid id(s)", invalid))
            : TypedResults.Ok(new JobsCancelled(await catalog.CancelAsync(ids, caller.Scope, cancellationToken) > 0));
    }
}

/// <summary>What is wrong with a request to <c>/api/jobs</c>.</summary>
internal sealed record JobProblem(string Error);

/// <summary>400 of <c>POST /api/jobs/cancel</c>: what is no id of a job, texts as they are and anything else as JSON.</summary>
internal sealed record InvalidJobIds(string Error, IReadOnlyList<string> InvalidIds);

/// <summary>Whether a cancellation concerned any job.</summary>
internal sealed record JobsCancelled(bool Cancelled);
