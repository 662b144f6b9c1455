using System.Text.Json.Nodes;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Workflows;

/// <summary>What became of an editor-form workflow: either <see cref="Prompt"/> or <see cref="Error"/> is set.</summary>
public sealed record ConversionResult
{
    /// <summary>
    /// The graph in API form with <c>inputs</c>, <c>class_type</c> and <c>_meta.title</c> for each node, in the key order of ComfyUI's export. The
    /// caller's own: it shares nothing with the workflow. Null when there are errors.
    /// </summary>
    public JsonObject? Prompt { get; init; }

    /// <summary>The summary for clients (type <see cref="WorkflowErrorTypes.InvalidWorkflow"/>, one line an error in its details); null when all went well.</summary>
    public PromptError? Error { get; init; }

    /// <summary>
    /// Every fault found, at most 100. <c>extra_info</c> holds what is known of <c>node_id</c> (the id in API form, such as <c>44:42</c>),
    /// <c>class_type</c>, <c>node_title</c>, <c>subgraph</c> (names from outside in), <c>input_name</c> and <c>received_value</c>.
    /// </summary>
    public IReadOnlyList<PromptError> Errors { get; init; } = [];

    /// <summary>The faults that belong to a node, by its id in API form, in the shape of a refused prompt.</summary>
    public IReadOnlyDictionary<string, NodeErrors> NodeErrors { get; init; } = new Dictionary<string, NodeErrors>();

    /// <summary>What was put right or left out on the way; nothing that changes the result's meaning. At most 100.</summary>
    public IReadOnlyList<ConversionNotice> Notices { get; init; } = [];
}

/// <summary>Something that a person may want to know about a conversion that went well.</summary>
/// <param name="NodeId">The node's id in API form, or null when it concerns none.</param>
/// <param name="Message">A sentence that names the node.</param>
public sealed record ConversionNotice(string? NodeId, string Message);
