using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Validation;
using PixelDiT.Server.Events;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Replacements;

namespace PixelDiT.Server.Prompts;

/// <summary>Turns a request into a waiting job, or says why not; knows no HTTP, so that other ways in can use it.</summary>
internal sealed class PromptSubmitter(
    PromptValidator validator, NodeReplacer replacer, IJobQueue queue, JobEventSource events, FirstUse firstUse, ServerOptions options, TimeProvider time,
    ILogger<PromptSubmitter> logger)
{
    // Counts every request that brings no number of its own, good or bad (protocol §2.1).
    private int _counter = -1;

    /// <summary>Checks a request and queues its job.</summary>
    /// <param name="body">The request.</param>
    /// <param name="usageSource">The header <c>Comfy-Usage-Source</c>, or null.</param>
    /// <param name="cancellationToken">Gives up waiting, for a node's own validator or for the queue.</param>
    public async ValueTask<SubmitResult> SubmitAsync(JsonObject body, string? usageSource, CancellationToken cancellationToken)
    {
        PromptRequest request;
        try
        {
            request = PromptRequest.Read(body);
        }
        catch (PromptRequestException e)
        {
            return Refuse(PromptRefused.Invalid(e.Message));
        }

        var number = NumberFor(request);
        if (request.Prompt is null)
        {
            return Refuse(PromptRefused.Of(ErrorTypes.NoPrompt, "No prompt provided", "No prompt provided"));
        }

        if (request.PromptId is not null && !JobId.IsCanonical(request.PromptId))
        {
            return Refuse(PromptRefused.Of(
                ErrorTypes.InvalidPromptId,
                "prompt_id must be a valid UUID",
                "prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one"));
        }

        replacer.Apply(request.Prompt);
        var result = await ValidateAsync(request, cancellationToken);
        if (result.Prompt is not { } prompt)
        {
            return Refuse(new PromptRefused(result.Error!, result.NodeErrors));
        }

        firstUse.Happens();
        var job = MakeJob(request, prompt, number, usageSource);
        switch (await queue.EnqueueAsync(job, cancellationToken))
        {
            case EnqueueResult.DuplicateId:
                return Refuse(
                    PromptRefused.Of(RefusalTypes.DuplicatePromptId, "A job with this id exists", $"prompt_id {job.PromptId} is queued, running or in history; choose another one"),
                    SubmitStatus.Conflict);
            case EnqueueResult.Full:
                return Refuse(
                    PromptRefused.Of(RefusalTypes.QueueFull, "The queue is full", "As many jobs wait as the server keeps; try again when some are done"),
                    SubmitStatus.TooMany);
            default:
                events.Queued(job);
                HttpLog.GotPrompt(logger, job.PromptId);
                return new SubmitResult(SubmitStatus.Accepted, new PromptAccepted(job.PromptId, number, result.NodeErrors), null);
        }
    }

    private QueueNumber NumberFor(PromptRequest request)
    {
        if (request.Number is { } chosen)
        {
            return new QueueNumber(chosen, FromClient: true);
        }

        var count = Interlocked.Increment(ref _counter);
        return new QueueNumber(request.Front ? -count : count, FromClient: false);
    }

    private async Task<ValidationResult> ValidateAsync(PromptRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await validator.ValidateAsync(request.Prompt!, request.Targets, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The validator throws for no prompt; should a client find one nevertheless, it is told, and the log keeps the details.
            HttpLog.ValidationFault(logger, e);
            return new ValidationResult
            {
                Error = new PromptError(ErrorTypes.ExceptionDuringValidation, "Exception when validating the prompt", e.Message, []),
                NodeErrors = new Dictionary<string, NodeErrors>(),
            };
        }
    }

    private Job MakeJob(PromptRequest request, ValidatedPrompt prompt, QueueNumber number, string? usageSource)
    {
        var now = time.GetUtcNow();
        var extra = request.ExtraData;
        if (usageSource is not null && !extra.ContainsKey("comfy_usage_source"))
        {
            extra["comfy_usage_source"] = usageSource;
        }

        extra["create_time"] = now.ToUnixTimeMilliseconds();
        return new Job
        {
            PromptId = request.PromptId ?? Guid.NewGuid().ToString("D"),
            Number = number,
            Prompt = prompt,
            PromptJson = CourseJson.Of(prompt.Json),
            ExtraDataJson = CourseJson.Of(extra),
            ClientId = request.ClientId,
            ExtraPngInfo = extra["extra_pnginfo"] as JsonObject,
            UsageSource = TextOf(extra["comfy_usage_source"]),
            Secrets = request.Secrets,
            WorkflowId = WorkflowIdOf(extra["extra_pnginfo"]),
            PreviewsWanted = PreviewsWanted(extra["preview_method"]),
            CreatedAt = now,
        };
    }

    // Clients send null, or something else, where the editor's workflow would be (protocol §12 row 20): then there is no id.
    private static string? WorkflowIdOf(JsonNode? pngInfo) => pngInfo is JsonObject info && info["workflow"] is JsonObject workflow ? TextOf(workflow["id"]) : null;

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    // A pixel-space model has no latents to decode: every method but "none" shows the image itself. Unknown words change nothing.
    private bool PreviewsWanted(JsonNode? method) => (method as JsonValue)?.TryGetValue<string>(out var name) == true
        ? name switch
        {
            "none" => false,
            "auto" or "latent2rgb" or "taesd" => true,
            _ => options.PreviewsByDefault,
        }
        : options.PreviewsByDefault;

    private SubmitResult Refuse(PromptRefused refusal, SubmitStatus status = SubmitStatus.Refused)
    {
        HttpLog.RefusedPrompt(logger, refusal.Error.Type, refusal.Error.Message, refusal.Error.Details);
        return new SubmitResult(status, null, refusal);
    }
}

/// <summary>What became of a submission.</summary>
/// <param name="Status">Which of the two others is set, and how to say it.</param>
/// <param name="Accepted">Set when the job waits.</param>
/// <param name="Refused">Set otherwise.</param>
internal sealed record SubmitResult(SubmitStatus Status, PromptAccepted? Accepted, PromptRefused? Refused);

/// <summary>Kinds of answers to a submission.</summary>
internal enum SubmitStatus
{
    /// <summary>The job waits.</summary>
    Accepted,

    /// <summary>The request is wrong.</summary>
    Refused,

    /// <summary>The id is taken.</summary>
    Conflict,

    /// <summary>The queue is full.</summary>
    TooMany,
}
