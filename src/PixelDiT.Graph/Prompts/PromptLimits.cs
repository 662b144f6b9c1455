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

    /// <summary>Deepest nesting of JSON objects and arrays. Default 64.</summary>
    public int MaxDepth { get; init; } = 64;
}
