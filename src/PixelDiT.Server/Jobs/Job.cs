using System.Text.Json.Nodes;
using PixelDiT.Graph.Validation;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Jobs;

/// <summary>
/// A validated prompt on its way through the queue; immutable. The JSON parts are kept as UTF-8, ready for any answer and for a
/// store on disk. A job that was read back from a store has no <see cref="Prompt"/>: it is validated again before it runs.
/// </summary>
public sealed record Job
{
    /// <summary>Id of the job: a UUID in canonical lower-case form.</summary>
    public required string PromptId { get; init; }

    /// <summary>Its place in the queue.</summary>
    public required QueueNumber Number { get; init; }

    /// <summary>What to run; null for a job that a store read back: the node classes may have changed since it was submitted.</summary>
    public ValidatedPrompt? Prompt { get; init; }

    /// <summary>The prompt after coercion, as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> PromptJson { get; init; }

    /// <summary><c>extra_data</c> without secrets, with <c>client_id</c> and <c>create_time</c>, as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> ExtraDataJson { get; init; }

    /// <summary>Ids of the outputs to produce.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Whose job it is, such as the name of a key; null when nobody's. Default null.</summary>
    public string? Owner { get; init; }

    /// <summary>Its place among all submissions, from 1; set by the store, 0 before.</summary>
    public long Sequence { get; init; }

    /// <summary>Bytes of <see cref="PromptJson"/> and <see cref="ExtraDataJson"/>, also while a store does not keep those in memory; set by the store, 0 before.</summary>
    public long PayloadBytes { get; init; }

    /// <summary>How often the server was killed, or broke down, while it ran the job. A graceful stop does not count. Default 0.</summary>
    public int Interruptions { get; init; }

    /// <summary>True when the job came with <see cref="Secrets"/> that a restart has lost: they are never written to disk.</summary>
    public bool SecretsLost { get; init; }

    /// <summary>Whose socket hears of the job; null when nobody's.</summary>
    public string? ClientId { get; init; }

    /// <summary><c>extra_data.extra_pnginfo</c> for nodes that ask for it, or null.</summary>
    public JsonObject? ExtraPngInfo { get; init; }

    /// <summary><c>extra_data.comfy_usage_source</c> for nodes that ask for it, or null.</summary>
    public string? UsageSource { get; init; }

    /// <summary>For nodes that ask for them; they are kept out of <see cref="ExtraDataJson"/> and of history. Default none.</summary>
    public JobSecrets Secrets { get; init; } = JobSecrets.None;

    /// <summary>Who is to be told of its end; kept by the store, and null for a job that it read back. Default nobody.</summary>
    public WebhookTarget? Webhook { get; init; }

    /// <summary>Id of the workflow the prompt was made from, <c>extra_data.extra_pnginfo.workflow.id</c>, or null.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>True when the job wants pictures of the image in progress.</summary>
    public bool PreviewsWanted { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
