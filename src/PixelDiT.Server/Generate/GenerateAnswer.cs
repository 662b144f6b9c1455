using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using PixelDiT.Graph.Folders;
using PixelDiT.Server.Files;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Generate;

/// <summary>What a finished job, or one that goes on, looks like to whoever asked for it.</summary>
internal static class GenerateAnswer
{
    /// <summary>The answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="generated">What became of it.</param>
    /// <param name="wantsImage">True for the image itself.</param>
    /// <param name="folders">Where images lie.</param>
    public static IResult Of(HttpContext context, Generated generated, bool wantsImage, FolderPaths folders)
    {
        var headers = context.Response.Headers;
        if (generated.Refusal is { } refusal)
        {
            if (generated.RefusalStatus == SubmitStatus.TooMany)
            {
                headers.RetryAfter = PromptSubmitter.RetryAfterFull;
            }

            return Refused(refusal, generated.RefusalStatus switch
            {
                SubmitStatus.Conflict => StatusCodes.Status409Conflict,
                SubmitStatus.TooMany => StatusCodes.Status429TooManyRequests,
                _ => StatusCodes.Status400BadRequest,
            });
        }

        headers["X-Prompt-Id"] = generated.Id;
        if (generated.Repeated)
        {
            headers["Idempotent-Replayed"] = "true";
        }

        if (generated.Stopping)
        {
            headers.RetryAfter = "5";
            return Problem(generated, StatusCodes.Status503ServiceUnavailable, RefusalTypes.ServerStops, "The server stops", "the job waits for its next start, if jobs outlive one here; ask again with the same id");
        }

        return generated.Job switch
        {
            null => Problem(generated, StatusCodes.Status404NotFound, RefusalTypes.JobNotFound, "Job not found", $"job {generated.Id} was finished and is forgotten already"),
            { Entry: null } job => Pending(context, generated.Id, job),
            { Entry: { } entry, Summary.Status: JobStatus.Completed } when wantsImage => Image(context, generated, entry, folders),
            { Entry: { } entry, Summary.Status: JobStatus.Completed } => RawJson.Of(entry, WriteResult),
            { Summary.Status: JobStatus.Failed } job => Failed(generated, job.Summary),
            _ => Problem(generated, StatusCodes.Status409Conflict, RefusalTypes.JobCancelled, "The job was cancelled", $"job {generated.Id} was cancelled before it was done"),
        };
    }

    // {"prompt_id":ID,"status":S,"location":PATH}
    private static RawJson Pending(HttpContext context, string id, JobDetails job)
    {
        context.Response.Headers.Location = Generation.PathOf(id);
        return RawJson.Of((id, job), static (w, s) =>
        {
            w.WriteStartObject();
            w.WriteString("prompt_id"u8, s.id);
            w.WriteString("status"u8, JobStatusNames.Of(s.job.Summary.Status));
            w.WriteString("location"u8, Generation.PathOf(s.id));
            w.WriteEndObject();
        }, StatusCodes.Status202Accepted);
    }

    private static IResult Image(HttpContext context, Generated generated, HistoryEntry entry, FolderPaths folders)
    {
        var images = JobImage.Of(entry.OutputsJson);
        if (images.Count == 0)
        {
            return Problem(generated, StatusCodes.Status406NotAcceptable, RefusalTypes.NoImage, "The job made no image", "its outputs can be had as JSON: \"response\": \"json\"");
        }

        // What was saved before what was only shown.
        var image = images.FirstOrDefault(i => i.Type == "output") ?? images[0];
        var file = ServedFile.Find(folders, image.FileName, image.Type, image.Subfolder);
        if (file.Status == StatusCodes.Status507InsufficientStorage)
        {
            return Problem(generated, file.Status, RefusalTypes.NoImage, "The image cannot be written", $"'{image.FileName}' was made by job {generated.Id}; the server cannot write to its temp folder");
        }

        if (file.Status != StatusCodes.Status200OK)
        {
            return Problem(generated, StatusCodes.Status404NotFound, RefusalTypes.NoImage, "The image is gone", $"'{image.FileName}' was made by job {generated.Id} and is not there any more");
        }

        context.Response.Headers["X-Image-Count"] = $"{images.Count}";
        if (Seeds.Of(entry.PromptJson) is [var (_, seed)])
        {
            context.Response.Headers["X-Seed"] = seed;
        }

        return ViewEndpoint.Whole(context, file);
    }

    private static JsonHttpResult<PromptRefused> Failed(Generated generated, JobSummary job)
    {
        var error = JsonNode.Parse(job.ErrorJson.Span, documentOptions: WireJson.ReadOptions)!.AsObject();
        var extra = Generation.Location(generated.Id);
        foreach (var name in (string[])["node_id", "node_type", "exception_type"])
        {
            extra[name] = error[name]?.DeepClone();
        }

        var refusal = PromptRefused.Of(
            RefusalTypes.ExecutionFailed, "The workflow failed while it ran", $"node {error["node_id"]} ({error["node_type"]}): {$"{error["exception_message"]}".TrimEnd()}", extra);
        return Refused(refusal, StatusCodes.Status422UnprocessableEntity);
    }

    // {"prompt_id":ID,"status":"completed","location":PATH,"images":[IMAGE,...],"seeds":{"ID.INPUT":N,...},"timing":{...},"outputs":{ID:UI,...}}
    private static void WriteResult(Utf8JsonWriter w, HistoryEntry entry)
    {
        w.WriteStartObject();
        w.WriteString("prompt_id"u8, entry.PromptId);
        w.WriteString("status"u8, JobStatusNames.Of(entry.Summary.Status));
        w.WriteString("location"u8, Generation.PathOf(entry.PromptId));
        JobImage.WriteAll(w, entry.OutputsJson);
        w.WriteStartObject("seeds"u8);
        foreach (var (input, seed) in Seeds.Of(entry.PromptJson))
        {
            w.WritePropertyName(input);
            w.WriteRawValue(seed, skipInputValidation: true);
        }

        w.WriteEndObject();
        JobTiming.Write(w, entry.Summary);
        w.WritePropertyName("outputs"u8);
        w.WriteRawValue(entry.OutputsJson.Span, skipInputValidation: true);
        w.WriteEndObject();
    }

    private static JsonHttpResult<PromptRefused> Problem(Generated generated, int status, string type, string message, string details) =>
        Refused(PromptRefused.Of(type, message, details, Generation.Location(generated.Id)), status);

    private static JsonHttpResult<PromptRefused> Refused(PromptRefused refusal, int status) => TypedResults.Json(refusal, statusCode: status);
}
