using System.Text.Json.Nodes;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Server.Jobs;

/// <summary>
/// A validated prompt on its way through the queue; immutable. The JSON parts are kept as UTF-8, ready for any answer and for a
/// store on disk: with <see cref="PromptId"/>, <see cref="Number"/>, <see cref="PromptJson"/>, <see cref="ExtraDataJson"/> and
/// <see cref="Targets"/> a job can be made again after a restart.
/// </summary>
public sealed record Job
{
    /// <summary>Id of the job: a UUID in canonical lower-case form.</summary>
    public required string PromptId { get; init; }

    /// <summary>Its place in the queue.</summary>
    public required QueueNumber Number { get; init; }

    /// <summary>What to run.</summary>
    public required ValidatedPrompt Prompt { get; init; }

    /// <summary>The prompt after coercion, as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> PromptJson { get; init; }

    /// <summary><c>extra_data</c> without secrets, with <c>client_id</c> and <c>create_time</c>, as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> ExtraDataJson { get; init; }

    /// <summary>Ids of the outputs to produce.</summary>
    public IReadOnlyList<string> Targets => Prompt.Outputs;

    /// <summary>Whose socket hears of the job; null when nobody's.</summary>
    public string? ClientId { get; init; }

    /// <summary><c>extra_data.extra_pnginfo</c> for nodes that ask for it, or null.</summary>
    public JsonObject? ExtraPngInfo { get; init; }

    /// <summary><c>extra_data.comfy_usage_source</c> for nodes that ask for it, or null.</summary>
    public string? UsageSource { get; init; }

    /// <summary>For nodes that ask for them; they are kept out of <see cref="ExtraDataJson"/> and of history. Default none.</summary>
    public JobSecrets Secrets { get; init; } = JobSecrets.None;

    /// <summary>Id of the workflow the prompt was made from, <c>extra_data.extra_pnginfo.workflow.id</c>, or null.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>True when the job wants pictures of the image in progress.</summary>
    public bool PreviewsWanted { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
