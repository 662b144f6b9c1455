using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Validation;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Jobs;

/// <summary>Makes a job that a store read back ready to run: since it was submitted, node classes and files may have gone.</summary>
internal sealed class JobReviver(PromptValidator validator, ServerOptions options)
{
    // What JsonBody accepted.
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = JsonBody.MaxDepth };

    /// <summary>Validates the job again, unless it never left memory. Waits for validators of nodes: for workers only.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <returns>The job with all its parts; and how it ended, when it cannot run.</returns>
    public (Job Job, ExecutionOutcome? End) Revive(Job job, CancellationToken cancellation)
    {
        if (job.Prompt is not null)
        {
            return (job, null);
        }

        try
        {
            var extras = JsonNode.Parse(job.ExtraDataJson.Span, documentOptions: Json) as JsonObject ?? [];
            job = JobExtras.Of(extras).ApplyTo(job, options.PreviewsByDefault);
            var prompt = JsonNode.Parse(job.PromptJson.Span, documentOptions: Json);
            var result = validator.ValidateAsync(prompt, job.Targets, cancellation).GetAwaiter().GetResult();
            // Every output that was promised, or none: nobody is there to be told of those that are left out.
            return result.Prompt is { } valid && valid.Outputs.Count == job.Targets.Count ? (job with { Prompt = valid }, null) : (job, Refuse(job, result));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (job, new ExecutionOutcome { Status = ExecutionStatus.Interrupted, Outputs = [], Executed = [] });
        }
        catch (JsonException e)
        {
            return (job, JobFailures.Of(job, new JobUnreadableException($"The stored job cannot be read: {e.Message}", e)));
        }
    }

    private static ExecutionOutcome Refuse(Job job, ValidationResult result)
    {
        var text = new StringBuilder("The prompt was valid when it was submitted and is not any more");
        if (result.Error is { } error)
        {
            text.Append(CultureInfo.InvariantCulture, $": {error.Message}{(error.Details.Length > 0 ? $" ({error.Details.Trim()})" : "")}");
        }

        foreach (var (id, node) in result.NodeErrors)
        {
            foreach (var fault in node.Errors)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n* {node.ClassType} {id}: {fault.Message}: {fault.Details}");
            }
        }

        var outcome = JobFailures.Of(job, new PromptNoLongerValidException(text.ToString()));
        return result.NodeErrors.FirstOrDefault() is { Value: { } first, Key: var node1 }
            ? outcome with { Error = outcome.Error! with { NodeId = node1, NodeType = first.ClassType } }
            : outcome;
    }
}

/// <summary>A stored prompt fails the validation that it once passed.</summary>
/// <param name="message">What validation said.</param>
internal sealed class PromptNoLongerValidException(string message) : Exception(message);

/// <summary>A stored job has lost its form.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="inner">The cause.</param>
internal sealed class JobUnreadableException(string message, Exception inner) : Exception(message, inner);

/// <summary>The server stopped twice while it ran the job.</summary>
/// <param name="message">What happened.</param>
internal sealed class JobInterruptedTwiceException(string message) : Exception(message);
