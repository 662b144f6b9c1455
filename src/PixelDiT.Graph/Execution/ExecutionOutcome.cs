using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>How a job ended, and what it had shown by then.</summary>
public sealed record ExecutionOutcome
{
    /// <summary>How it ended.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>Node outputs shown to clients, cached ones included, in the order in which they came.</summary>
    public required IReadOnlyList<NodeOutput> Outputs { get; init; }

    /// <summary>Nodes that ran in this job (no cached ones), in order.</summary>
    public required IReadOnlyList<string> Executed { get; init; }

    /// <summary>Set when <see cref="Status"/> is <see cref="ExecutionStatus.Error"/>.</summary>
    public ExecutionError? Error { get; init; }

    /// <summary>The node running, or about to run, when the job was interrupted; null otherwise.</summary>
    public NodeRef? InterruptedAt { get; init; }
}

/// <summary>Something a node showed.</summary>
/// <param name="Node">The node.</param>
/// <param name="Ui">Media key → array.</param>
public sealed record NodeOutput(NodeRef Node, JsonObject Ui);

/// <summary>How a job ended.</summary>
public enum ExecutionStatus
{
    /// <summary>Every wanted output was produced.</summary>
    Success,

    /// <summary>A node failed.</summary>
    Error,

    /// <summary>Someone interrupted it.</summary>
    Interrupted,
}

/// <summary>The failure of a node (protocol §7.2); its parts are those of the <c>execution_error</c> message.</summary>
public sealed record ExecutionError
{
    /// <summary>The failing node of the submitted graph; for a dynamic cycle the node whose expansion made it.</summary>
    public required string NodeId { get; init; }

    /// <summary>Its node class.</summary>
    public required string NodeType { get; init; }

    /// <summary>What went wrong; ends in a line break, or in a tip.</summary>
    public required string Message { get; init; }

    /// <summary>Full name of the exception's type.</summary>
    public required string ExceptionType { get; init; }

    /// <summary>Stack frames, outermost first, one text each.</summary>
    public required IReadOnlyList<string> Traceback { get; init; }

    /// <summary>Input name → array of values, tensors and other objects as a short text; an empty array for a dynamic cycle, as ComfyUI sends it.</summary>
    public required JsonNode CurrentInputs { get; init; }

    /// <summary>Ids of the nodes the cache knows of: all of the prompt, as ComfyUI sends them; none when nothing is kept.</summary>
    public required IReadOnlyList<string> CurrentOutputs { get; init; }

    /// <summary>The exception itself, for the log.</summary>
    public required Exception Exception { get; init; }
}
