using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Http;
using PixelDiT.Server.JobList;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Queueing;

/// <summary>
/// <c>/api/pixeldit/queue</c> and <c>/api/pixeldit/jobs</c>, routes of ours: pause, resume, reorder, cancel. Refusals have the shape of refused prompts.
/// </summary>
internal static class QueueControlEndpoints
{
    // Of the fields of a body that fits nothing.
    private const int MostNamed = 5;

    /// <summary>Maps the area; under <c>/api</c> only, like the list of jobs.</summary>
    public static void MapQueueControl(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/pixeldit/queue", ApiRoutes.Read, GetQueue);
        routes.MapPost("/pixeldit/queue/pause", Pause).ForAdmins();
        routes.MapPost("/pixeldit/queue/resume", Resume).ForAdmins();
        routes.MapMethods("/pixeldit/jobs/{promptId}", ApiRoutes.Read, GetJob);
        routes.MapPost("/pixeldit/jobs/{promptId}/priority", Move).ForAdmins();
        routes.MapPost("/pixeldit/jobs/{promptId}/cancel", Cancel);
    }

    private static async Task<RawJson> GetQueue(QueueControl control, Caller caller, CancellationToken cancellationToken) =>
        RawJson.Of(await control.GetStateAsync(caller.Scope, cancellationToken), WriteState);

    private static Task<RawJson> Pause(QueueControl control, Caller caller, CancellationToken cancellationToken) => SetPaused(true, control, caller, cancellationToken);

    private static Task<RawJson> Resume(QueueControl control, Caller caller, CancellationToken cancellationToken) => SetPaused(false, control, caller, cancellationToken);

    private static async Task<RawJson> SetPaused(bool paused, QueueControl control, Caller caller, CancellationToken cancellationToken)
    {
        await control.SetPausedAsync(paused, cancellationToken);
        return await GetQueue(control, caller, cancellationToken);
    }

    private static async Task<Results<RawJson, NotFound<PromptRefused>>> GetJob(
        string promptId, QueueControl control, Caller caller, CancellationToken cancellationToken) =>
        await control.FindAsync(promptId, caller.Scope, cancellationToken) is { } job
            ? RawJson.Of(job, static (w, j) => JobJson.WriteDetails(w, j.Details, j.Position))
            : TypedResults.NotFound(PromptRefused.Of(RefusalTypes.JobNotFound, "Job not found", $"there is no job {promptId}; finished jobs are forgotten after a while"));

    private static async Task<Results<RawJson, BadRequest<PromptRefused>, NotFound<PromptRefused>, Conflict<PromptRefused>>> Move(
        string promptId, JsonBody body, QueueControl control, Caller caller, CancellationToken cancellationToken)
    {
        if (ReadMove(body, out var problem) is not { } move)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        var result = await control.MoveAsync(promptId, move, caller.Scope, cancellationToken);
        return result.Outcome switch
        {
            ControlOutcome.Done => RawJson.Of((promptId, result.Value), static (w, s) =>
            {
                w.WriteStartObject();
                w.WriteString("prompt_id"u8, s.promptId);
                w.WriteNumber("position"u8, s.Value.Position);
                w.WritePropertyName("number"u8);
                s.Value.Number.WriteTo(w);
                w.WriteEndObject();
            }),
            ControlOutcome.NotFound => TypedResults.NotFound(PromptRefused.Of(RefusalTypes.JobNotFound, "Job not found", result.Problem)),
            _ => TypedResults.Conflict(PromptRefused.Of(RefusalTypes.JobNotPending, "The job does not wait", result.Problem)),
        };
    }

    private static async Task<Results<RawJson, NotFound<PromptRefused>, Conflict<PromptRefused>>> Cancel(
        string promptId, QueueControl control, Caller caller, CancellationToken cancellationToken)
    {
        var result = await control.CancelAsync(promptId, caller.Scope, cancellationToken);
        return result.Outcome switch
        {
            ControlOutcome.Done => RawJson.Of((promptId, result.Value), static (w, s) =>
            {
                w.WriteStartObject();
                w.WriteString("prompt_id"u8, s.promptId);
                w.WriteBoolean("cancelled"u8, true);
                w.WriteString("was"u8, JobStatusNames.Of(s.Value));
                w.WriteEndObject();
            }),
            ControlOutcome.NotFound => TypedResults.NotFound(PromptRefused.Of(RefusalTypes.JobNotFound, "Job not found", result.Problem)),
            _ => TypedResults.Conflict(PromptRefused.Of(RefusalTypes.JobIsOver, "The job is over", result.Problem)),
        };
    }

    // {"state":"idle"|"running"|"paused","paused":B,"running":[JOB,...],"pending":[{"position":N,JOB...},...]}
    private static void WriteState(Utf8JsonWriter w, QueueState state)
    {
        w.WriteStartObject();
        w.WriteString("state"u8, state.Paused ? "paused"u8 : state.Running.Count > 0 || state.Pending.Count > 0 ? "running"u8 : "idle"u8);
        w.WriteBoolean("paused"u8, state.Paused);
        w.WriteStartArray("running"u8);
        foreach (var job in state.Running)
        {
            w.WriteStartObject();
            JobJson.WriteMembers(w, job);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteStartArray("pending"u8);
        foreach (var (position, job) in state.Pending)
        {
            w.WriteStartObject();
            w.WriteNumber("position"u8, position);
            JobJson.WriteMembers(w, job);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    // {"number":N}, {"position":N} or {"before":ID}
    /// <summary>Reads where a job is to stand, or says what is wrong with it.</summary>
    internal static QueueMove? ReadMove(JsonBody body, out string problem)
    {
        if (body.AsObject(out problem) is not { } fields)
        {
            return null;
        }

        List<string> given = [.. ((string[])["number", "position", "before"]).Where(fields.ContainsKey)];
        if (given.Count != 1)
        {
            problem = $"The body must have one of 'number', 'position' and 'before'; it has {(fields.Count == 0 ? "none" : string.Join(" and ", fields.Take(MostNamed).Select(f => $"'{ShortText.Of(f.Key)}'")))}.";
            return null;
        }

        switch (given[0], fields[given[0]])
        {
            case ("number", JsonValue value) when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<double>(out var number) && double.IsFinite(number):
                return new QueueMove.ToNumber(number);
            case ("position", JsonValue value) when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var position) && position >= 1:
                return new QueueMove.ToPosition(position);
            case ("before", JsonValue value) when value.TryGetValue<string>(out var id):
                return new QueueMove.Before(id);
            case var (name, other):
                problem = $"'{name}' must be {(name == "number" ? "a finite number" : name == "position" ? "a whole number from 1 (runs next)" : "the id of a waiting job")}, not {JsonBody.ShortOf(other)}.";
                return null;
        }
    }
}
