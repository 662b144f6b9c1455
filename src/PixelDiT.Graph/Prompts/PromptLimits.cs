namespace PixelDiT.Graph.Prompts;

/// <summary>How large a prompt may be. The bounds keep one request from taking the memory or the time of all.</summary>
public sealed record PromptLimits
{
    /// <summary>The bounds used when none are given.</summary>
    public static PromptLimits Default { get; } = new();

    /// <summary>Most nodes. Default 200,000.</summary>
    public int MaxNodes { get; init; } = 200_000;

    /// <summary>Most inputs of one node. Default 10,000.</summary>
    public int MaxInputs { get; init; } = 10_000;

    /// <summary>
    /// Most characters of ids, titles and constants together that a workflow may have after its subgraphs are written out: a small file can repeat a long
    /// text in many instances. Default 64 Mi.
    /// </summary>
    public int MaxText { get; init; } = 64 << 20;

    /// <summary>Deepest nesting of JSON objects and arrays. Default 64.</summary>
    public int MaxDepth { get; init; } = 64;
}
