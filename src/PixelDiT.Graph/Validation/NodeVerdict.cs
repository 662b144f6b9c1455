using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Validation;

/// <summary>What is known of one node while a prompt is validated.</summary>
internal sealed class NodeVerdict(PromptNode node, NodeDeclaration declaration)
{
    public PromptNode Node { get; } = node;

    public NodeDeclaration Declaration { get; } = declaration;

    /// <summary>Place on the path from the output now under validation; -1 when not on it. A link to a node on the path closes a cycle.</summary>
    public int PathIndex { get; set; } = -1;

    /// <summary>The output under validation when the node was first reached; null until then.</summary>
    public string? ReachedFrom { get; set; }

    public bool Visited => ReachedFrom is not null;

    /// <summary>False once the node or anything it needs has a fault.</summary>
    public bool Valid { get; set; } = true;

    /// <summary>True once the node has a fault of its own.</summary>
    public bool Faulty { get; set; }

    public List<PromptError> Errors { get; } = [];

    /// <summary>The inputs with coerced values; null while nothing had to be changed.</summary>
    public Dictionary<string, PromptInput>? Changed { get; private set; }

    public void Change(string input, PromptInput value) => (Changed ??= [])[input] = value;

    public PromptInput? FindInput(string name)
    {
        foreach (var (key, value) in Node.Inputs)
        {
            if (key == name)
            {
                return Changed?.GetValueOrDefault(name) ?? value;
            }
        }

        return null;
    }

    public PromptNode Result() => Changed is null
        ? Node
        : Node with { Inputs = [.. Node.Inputs.Select(i => Changed.TryGetValue(i.Key, out var changed) ? new(i.Key, changed) : i)] };
}
