using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using PixelDiT.Graph.Validation;
using PixelDiT.Graph.Workflows;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Prompts;

namespace PixelDiT.Server.Generate;

/// <summary>One call from a request to a result: makes the graph, queues the job unless the same request did before, and waits for its end.</summary>
internal sealed class Generation(
    ServerParts parts, PromptSubmitter submitter, WorkflowConverter converter, NamedWorkflows named, IJobCatalog catalog, JobEnds ends, IHostApplicationLifetime lifetime)
{
    /// <summary>Does it.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="http">Whose saved workflows count.</param>
    /// <param name="caller">Whose job it is.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    public async Task<Generated> RunAsync(GenerateRequest request, HttpRequest http, Caller caller, CancellationToken cancellationToken)
    {
        var id = request.Key is { } key ? RequestKey.JobIdOf(caller.Owner, key) : Guid.NewGuid().ToString("D");
        var repeated = request.Key is not null && await catalog.FindJobAsync(id, caller.Scope, cancellationToken) is not null;
        if (!repeated)
        {
            var (refusal, status) = await SubmitAsync(request, id, http, caller, cancellationToken);
            // Of two equal requests at the same time one is the first.
            repeated = status == SubmitStatus.Conflict && request.Key is not null && await catalog.FindJobAsync(id, caller.Scope, cancellationToken) is not null;
            if (refusal is not null && !repeated)
            {
                return new Generated(id) { Refusal = RefusalText.Detailed(refusal), RefusalStatus = status };
            }
        }

        if (repeated && (await catalog.FindJobAsync(id, caller.Scope, cancellationToken) is not { } first || RequestKey.Kept(first.ExtraDataJson) != request.Hash))
        {
            return new Generated(id)
            {
                Refusal = PromptRefused.Of(
                    RefusalTypes.IdempotencyConflict, "This id belongs to another request",
                    $"job {id} was made by a request that asked for something else; an id stands for one request: choose another", Location(id)),
                RefusalStatus = SubmitStatus.Conflict,
            };
        }

        return await WaitAsync(request, id, caller, cancellationToken) with { Repeated = repeated };
    }

    private async Task<Generated> WaitAsync(GenerateRequest request, string id, Caller caller, CancellationToken cancellationToken)
    {
        if (!request.Wait)
        {
            return new Generated(id) { Job = await catalog.FindJobAsync(id, caller.Scope, cancellationToken) };
        }

        // First the ear, then the look: an end in between is not missed.
        var end = ends.Of(id);
        // Also for a client that is gone by now: it may want the job cancelled.
        var job = await catalog.FindJobAsync(id, caller.Scope, CancellationToken.None);
        if (job is null or { Entry: not null })
        {
            ends.Tell(id);
            return new Generated(id) { Job = job };
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await end.WaitAsync(request.Timeout ?? Timeout.InfiniteTimeSpan, stop.Token);
        }
        catch (TimeoutException)
        {
            // The answer says where the job is.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Generated(id) { Job = job, Stopping = true };
        }
        catch (OperationCanceledException) when (request.CancelWithClient)
        {
            await catalog.CancelAsync([id], caller.Scope, CancellationToken.None);
            throw;
        }

        return new Generated(id) { Job = await catalog.FindJobAsync(id, caller.Scope, cancellationToken) };
    }

    private async Task<(PromptRefused? Refusal, SubmitStatus Status)> SubmitAsync(
        GenerateRequest request, string id, HttpRequest http, Caller caller, CancellationToken cancellationToken)
    {
        var body = request.ForQueue();
        body["prompt_id"] = id;
        if (Graph(request, http, body) is { } refusal)
        {
            return (refusal, SubmitStatus.Refused);
        }

        // Half of what was asked for would be no answer.
        var result = await submitter.SubmitAsync(body, usageSource: null, caller.Owner, cancellationToken, strict: true);
        return (result.Refused, result.Status);
    }

    // Puts the graph, and for an unchanged editor's workflow that, into the body.
    private PromptRefused? Graph(GenerateRequest request, HttpRequest http, JsonObject body)
    {
        List<InputOverride> overrides = [.. (request.Overrides ?? []).Select(o => InputOverride.OfJson(o.Key, o.Value!))];
        JsonObject? workflow;
        switch (request.Workflow)
        {
            case null:
                workflow = SimpleForm.Graph();
                overrides.InsertRange(0, SimpleForm.Overrides(request.Body));
                break;
            case JsonObject given:
                var found = WorkflowForms.Recognize(given);
                if (found is { Form: WorkflowForm.Neither, Inner: null })
                {
                    return PromptRefused.Invalid($"'workflow': {found.Hint}");
                }

                workflow = (found.Inner ?? given).DeepClone().AsObject();
                break;
            case var name:
                workflow = named.Find(name.GetValue<string>(), http, out var problem);
                if (workflow is null)
                {
                    return PromptRefused.Of(RefusalTypes.WorkflowNotFound, "The workflow cannot be used", problem);
                }

                break;
        }

        if (overrides.Count > 0)
        {
            IReadOnlyList<OverrideFault> faults = [];
            if (WorkflowForms.Recognize(workflow).Form == WorkflowForm.Editor)
            {
                // It does not go into the images: it has not the values that make them.
                var converted = converter.Convert(workflow, Change);
                if (converted.Prompt is null)
                {
                    return new PromptRefused(converted.Error!, converted.NodeErrors);
                }

                workflow = converted.Prompt;
            }
            else
            {
                Change(workflow);
            }

            if (faults.Count > 0)
            {
                var lines = faults.Select(f => $"{(request.Workflow is null ? SimpleForm.MemberOf(f.Target) : f.Target)}: {f.Message}");
                return PromptRefused.Of(RefusalTypes.InvalidOverride, "A value cannot be put into the workflow", string.Join('\n', lines));
            }

            void Change(JsonObject graph) => faults = GraphOverrides.Apply(graph, overrides, parts.Registry);
        }

        body["prompt"] = workflow;
        return null;
    }

    /// <summary>Where a job is, for programs.</summary>
    public static JsonObject Location(string id) => new() { ["prompt_id"] = id, ["location"] = PathOf(id) };

    /// <summary>The address of a job.</summary>
    public static string PathOf(string id) => $"/api/pixeldit/jobs/{id}";
}

/// <summary>What became of a request.</summary>
/// <param name="Id">Id of the job.</param>
internal sealed record Generated(string Id)
{
    /// <summary>The job as it is now; null when it was refused, or is forgotten already.</summary>
    public JobDetails? Job { get; init; }

    /// <summary>True when an earlier request made the job.</summary>
    public bool Repeated { get; init; }

    /// <summary>True when nothing more is to be waited for because the server stops.</summary>
    public bool Stopping { get; init; }

    /// <summary>Why there is no job.</summary>
    public PromptRefused? Refusal { get; init; }

    /// <summary>The kind of <see cref="Refusal"/>.</summary>
    public SubmitStatus RefusalStatus { get; init; }
}
