using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Workflows.Flattening;

/// <summary>Bounds what a small file can grow into: definitions within definitions double at each level.</summary>
/// <param name="limits">The bounds.</param>
internal sealed class Budget(PromptLimits limits)
{
    // Far beyond any real file; a second or two of work.
    private const long MostSteps = 20_000_000;

    private long _nodes;
    private long _text;
    private long _steps;

    /// <summary>Counts a node or an instance.</summary>
    public void AddNode() => Add(ref _nodes, 1, limits.MaxNodes, "nodes, counted with their subgraphs written out,");

    /// <summary>Counts text of the result.</summary>
    public void AddText(long characters) => Add(ref _text, characters, limits.MaxText, "characters of ids and constants, counted with subgraphs written out,");

    /// <summary>Counts work.</summary>
    public void AddSteps(long steps) => Add(ref _steps, steps, MostSteps, "steps to follow its links");

    private static void Add(ref long counter, long count, long most, string what)
    {
        counter += count;
        if (counter > most)
        {
            throw new WorkflowTooLargeException($"it needs more than {most} {what} which is the limit");
        }
    }
}

/// <summary>A bound was exceeded; never leaves the converter.</summary>
/// <param name="details">Which.</param>
internal sealed class WorkflowTooLargeException(string details) : Exception(details);
