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

    /// <summary>True when previews are to be made. Default false.</summary>
    public bool PreviewsWanted { get; init; }
}
