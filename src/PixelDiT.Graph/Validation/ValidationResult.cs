using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Validation;

/// <summary>What validation found (protocol §5).</summary>
public sealed record ValidationResult
{
    /// <summary>Set when the prompt is refused as a whole; null when at least one output can run.</summary>
    public PromptError? Error { get; init; }

    /// <summary>Faults by node id, in the order in which they were found; may be non-empty although <see cref="Error"/> is null.</summary>
    public required IReadOnlyDictionary<string, NodeErrors> NodeErrors { get; init; }

    /// <summary>The graph to run; null when the prompt is refused.</summary>
    public ValidatedPrompt? Prompt { get; init; }
}

/// <summary>A fault in ComfyUI's shape <c>{type, message, details, extra_info}</c>.</summary>
/// <param name="Type">One of <see cref="ErrorTypes"/>.</param>
/// <param name="Message">What is wrong, for people.</param>
/// <param name="Details">Where, and with which value.</param>
/// <param name="ExtraInfo">Further facts for programs; empty when there are none.</param>
public sealed record PromptError(string Type, string Message, string Details, JsonObject ExtraInfo);

/// <summary>The faults of one node.</summary>
/// <param name="Errors">At least one.</param>
/// <param name="DependentOutputs">Output nodes that cannot run because of this node.</param>
/// <param name="ClassType">The node's class.</param>
public sealed record NodeErrors(IReadOnlyList<PromptError> Errors, IReadOnlyList<string> DependentOutputs, string ClassType);
