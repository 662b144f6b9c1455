using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Validation;
using PixelDiT.Graph.Workflows;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Replacements;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Prompts;

/// <summary>Turns a request into a waiting job, or says why not; knows no HTTP, so that other ways in can use it.</summary>
internal sealed class PromptSubmitter(
    PromptValidator validator, WorkflowConverter converter, NodeReplacer replacer, WebhookGuard guard, IWebhookOutbox outbox, IJobQueue queue, IJobCatalog catalog, FirstUse firstUse, ServerOptions options, TimeProvider time,
    ILogger<PromptSubmitter> logger)
{
    /// <summary>Seconds after which to try again where the queue is full, for the header <c>Retry-After</c>: there is room as soon as one job is done.</summary>
    public const string RetryAfterFull = "5";

    /// <summary>Checks a request and queues its job.</summary>
    /// <param name="body">The request.</param>
    /// <param name="usageSource">The header <c>Comfy-Usage-Source</c>, or null.</param>
    /// <param name="owner">Whose job it will be; null for nobody's.</param>
    /// <param name="cancellationToken">Gives up waiting, for a node's own validator or for the queue.</param>
    /// <param name="strict">True refuses a prompt of which some outputs cannot run; ComfyUI's clients expect that the others do.</param>
    public async ValueTask<SubmitResult> SubmitAsync(JsonObject body, string? usageSource, string? owner, CancellationToken cancellationToken, bool strict = false)
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

        var number = await NumberForAsync(request, cancellationToken);
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

        if (WorkflowForms.Recognize(request.Prompt).Form == WorkflowForm.Editor)
        {
            var converted = converter.Convert(request.Prompt);
            if (converted.Prompt is null)
            {
                return Refuse(new PromptRefused(converted.Error!, converted.NodeErrors));
            }

            request = request.FromEditor(converted.Prompt);
        }

        replacer.Apply(request.Prompt!);
        var result = await ValidateAsync(request, cancellationToken);
        if (result.Prompt is not { } prompt)
        {
            return Refuse(new PromptRefused(result.Error!, result.NodeErrors));
        }

        if (strict && result.NodeErrors.Count > 0)
        {
            return Refuse(new PromptRefused(new PromptError(ErrorTypes.PromptOutputsFailedValidation, "Prompt outputs failed validation", "", []), result.NodeErrors));
        }

        if (request.Webhook is { } webhook)
        {
            if (await guard.ProblemAsync(webhook.Url, cancellationToken) is { } problem)
            {
                return Refuse(PromptRefused.Of(RefusalTypes.WebhookRefused, "The webhook cannot be used", problem));
            }

            if (outbox.UndeliveredWebhooks >= options.Webhooks.MaxUndelivered)
            {
                return Refuse(
                    PromptRefused.Of(RefusalTypes.QueueFull, "Too many webhooks wait", "as many webhooks wait for jobs or receivers as the server keeps; try again later, or without"), SubmitStatus.TooMany);
            }
        }

        firstUse.Happens();
        var job = MakeJob(request, prompt, number, usageSource) with { Owner = owner };
        switch (await queue.EnqueueAsync(job, cancellationToken))
        {
            case EnqueueResult.DuplicateId:
                return Refuse(await DuplicateAsync(job.PromptId, owner, cancellationToken), SubmitStatus.Conflict);
            case EnqueueResult.Full:
                return Refuse(
                    PromptRefused.Of(RefusalTypes.QueueFull, "The queue is full", "as many jobs wait, or as many bytes of them, as the server keeps; try again when some are done"),
                    SubmitStatus.TooMany);
            default:
                HttpLog.GotPrompt(logger, job.PromptId);
                return new SubmitResult(SubmitStatus.Accepted, new PromptAccepted(job.PromptId, number, result.NodeErrors), null);
        }
    }

    // Counts every request that brings no number of its own, good or bad (protocol §2.1).
    private async ValueTask<QueueNumber> NumberForAsync(PromptRequest request, CancellationToken cancellationToken)
    {
        if (request.Number is { } chosen)
        {
            return new QueueNumber(chosen, FromClient: true);
        }

        var count = await queue.NextCountAsync(cancellationToken);
        return new QueueNumber(request.Front ? -count : count, FromClient: false);
    }

    // A client that repeats a submission because it got no answer learns where its job is.
    private async ValueTask<PromptRefused> DuplicateAsync(string promptId, string? owner, CancellationToken cancellationToken)
    {
        const string advice = "choose another id for another job";
        var first = await catalog.FindJobAsync(promptId, owner, cancellationToken);
        return first is null
            ? PromptRefused.Of(RefusalTypes.DuplicatePromptId, "A job with this id exists", $"prompt_id {promptId} is taken; {advice}")
            : PromptRefused.Of(
                RefusalTypes.DuplicatePromptId,
                "A job with this id exists",
                $"prompt_id {promptId} is {Where(first.Summary.Status)}, see /api/jobs/{promptId}; {advice}",
                new JsonObject { ["prompt_id"] = promptId, ["status"] = JobStatusNames.Of(first.Summary.Status), ["location"] = $"/api/jobs/{promptId}" });

        static string Where(JobStatus status) => status switch
        {
            JobStatus.Pending => "queued",
            JobStatus.InProgress => "running",
            _ => $"in history as {JobStatusNames.Of(status)}",
        };
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
        var job = new Job
        {
            PromptId = request.PromptId ?? Guid.NewGuid().ToString("D"),
            Number = number,
            Prompt = prompt,
            PromptJson = CourseJson.Of(prompt.Json),
            ExtraDataJson = CourseJson.Of(extra),
            Targets = prompt.Outputs,
            Secrets = request.Secrets,
            Webhook = request.Webhook,
            CreatedAt = now,
        };
        return JobExtras.Of(extra).ApplyTo(job, options.PreviewsByDefault);
    }

    private SubmitResult Refuse(PromptRefused refusal, SubmitStatus status = SubmitStatus.Refused)
    {
        HttpLog.RefusedPrompt(logger, string.Join("; ", [RefusalText.Reason(refusal), .. RefusalText.Faults(refusal, most: 1)]));
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
