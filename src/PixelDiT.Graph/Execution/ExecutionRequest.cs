using System.Text.Json.Nodes;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Execution;

/// <summary>A validated job, ready to run.</summary>
public sealed record ExecutionRequest
{
    /// <summary>Id of the job.</summary>
    public required string PromptId { get; init; }

    /// <summary>The graph after validation, and the outputs to produce.</summary>
    public required ValidatedPrompt Prompt { get; init; }

    /// <summary><c>extra_data.extra_pnginfo</c>: handed to nodes that ask for it. Default null.</summary>
    public JsonObject? ExtraPngInfo { get; init; }

    /// <summary>The submitter's <c>auth_token_comfy_org</c>: handed to nodes that ask for it, never shown. Default null.</summary>
    public string? AuthToken { get; init; }

    /// <summary>The submitter's <c>api_key_comfy_org</c>: handed to nodes that ask for it, never shown. Default null.</summary>
    public string? ApiKey { get; init; }

    /// <summary><c>extra_data.comfy_usage_source</c>. Default null.</summary>
    public string? UsageSource { get; init; }

    /// <summary>True when previews are to be made. Default false.</summary>
    public bool PreviewsWanted { get; init; }

    /// <summary>Asked before each preview when they are wanted: false passes this one over, and it is not made. Default: never false.</summary>
    public Func<bool> MayPreview { get; init; } = static () => true;
}
