using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PixelDiT.Graph.Validation;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Prompts;

/// <summary>200 of <c>POST /prompt</c>: the job waits.</summary>
/// <param name="PromptId">Its id.</param>
/// <param name="Number">Its place in the queue.</param>
/// <param name="NodeErrors">Faults of outputs that will not run, by node id; usually empty.</param>
internal sealed record PromptAccepted(
    string PromptId,
    [property: JsonConverter(typeof(QueueNumberConverter))] QueueNumber Number,
    IReadOnlyDictionary<string, NodeErrors> NodeErrors);

/// <summary>400, 409 or 429 of <c>POST /prompt</c>, and ComfyUI's shape for every refused body (protocol §5.2, §12 row 4).</summary>
/// <param name="Error">What is wrong with the request as a whole.</param>
/// <param name="NodeErrors">Faults by node id; may be empty.</param>
internal sealed record PromptRefused(PromptError Error, IReadOnlyDictionary<string, NodeErrors> NodeErrors)
{
    private static readonly Dictionary<string, NodeErrors> None = [];

    /// <summary>A refusal without faults of nodes.</summary>
    /// <param name="type">One of <see cref="ErrorTypes"/> or <see cref="RefusalTypes"/>.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="details">Where, and with which value.</param>
    /// <param name="extraInfo">Further facts for programs; null for none.</param>
    public static PromptRefused Of(string type, string message, string details, JsonObject? extraInfo = null) =>
        new(new PromptError(type, message, details, extraInfo ?? []), None);

    /// <summary>The body, or a part of it, is not what the route takes.</summary>
    /// <param name="details">What came and what would be right.</param>
    public static PromptRefused Invalid(string details) => Of(ErrorTypes.InvalidRequest, "Invalid request", details);
}

/// <summary>Types of refusals that are the server's, not the validator's.</summary>
internal static class RefusalTypes
{
    /// <summary>A job with this id is known (protocol §12 rows 5 and 6).</summary>
    public const string DuplicatePromptId = "duplicate_prompt_id";

    /// <summary>As many jobs wait as the server keeps.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>The file of queue and history cannot be written or read: 503.</summary>
    public const string StoreUnavailable = "store_unavailable";

    /// <summary>No such job is known: 404.</summary>
    public const string JobNotFound = "job_not_found";

    /// <summary>The job does not wait any more: 409.</summary>
    public const string JobNotPending = "job_not_pending";

    /// <summary>The job is over: 409.</summary>
    public const string JobIsOver = "job_is_over";

    /// <summary>The request brings no valid API key: 401.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The request's key is not an admin's: 403.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The submitter sends more than it may: 429.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>A request repeats the id of another one that asked for something else: 409.</summary>
    public const string IdempotencyConflict = "idempotency_conflict";

    /// <summary>No workflow has this name, or its file is none: 400.</summary>
    public const string WorkflowNotFound = "workflow_not_found";

    /// <summary>A value does not fit, or its input does not exist: 400.</summary>
    public const string InvalidOverride = "invalid_override";

    /// <summary>A node failed: 422.</summary>
    public const string ExecutionFailed = "execution_failed";

    /// <summary>Somebody cancelled the job that was waited for: 409.</summary>
    public const string JobCancelled = "job_cancelled";

    /// <summary>An image is asked for and there is none: 404 or 406.</summary>
    public const string NoImage = "no_image";

    /// <summary>The receiver of a webhook is none that the server may connect to: 400.</summary>
    public const string WebhookRefused = "webhook_refused";

    /// <summary>The server stops before the job is over: 503.</summary>
    public const string ServerStops = "server_stops";
}

/// <summary>Writes a queue number so that it tells where it came from.</summary>
internal sealed class QueueNumberConverter : JsonConverter<QueueNumber>
{
    /// <inheritdoc />
    public override QueueNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Queue numbers are only written.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, QueueNumber value, JsonSerializerOptions options) => value.WriteTo(writer);
}
