using System.Text.Json.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Prompts;

/// <summary>A submitted graph in API form (protocol §8.1); immutable, nodes in prompt order.</summary>
/// <param name="Nodes">The nodes in the order in which they were written.</param>
public sealed record PromptGraph(IReadOnlyList<PromptNode> Nodes)
{
    private readonly Lazy<Dictionary<string, PromptNode>> _byId = new(() => Nodes.ToDictionary(n => n.Id));

    /// <summary>The node with this id, or null.</summary>
    /// <param name="id">A node id, any text.</param>
    public PromptNode? Find(string id) => _byId.Value.GetValueOrDefault(id);
}

/// <summary>One node of a submitted graph.</summary>
/// <param name="Id">Its id, any text.</param>
/// <param name="ClassType">Its node class; null when the node names none.</param>
/// <param name="Inputs">Its inputs in the order in which they were written.</param>
/// <param name="Title"><c>_meta.title</c>, used in error texts; null when absent.</param>
public sealed record PromptNode(string Id, string? ClassType, IReadOnlyList<KeyValuePair<string, PromptInput>> Inputs, string? Title)
{
    /// <summary>True when the node has no <c>inputs</c> at all; <see cref="Inputs"/> is empty then.</summary>
    public bool InputsMissing { get; init; }

    /// <summary>What stands under <c>class_type</c> when it is no text, such as null or a number; <see cref="ClassType"/> is null then.</summary>
    public ClassTypeFault? ClassTypeFault { get; init; }
}

/// <summary>A <c>class_type</c> that is there but no text.</summary>
/// <param name="Value">The value as written; null for JSON's null.</param>
public sealed record ClassTypeFault(JsonNode? Value);

/// <summary>The value of an input: a <see cref="Literal"/> or a <see cref="Link"/>.</summary>
public abstract record PromptInput
{
    private PromptInput()
    {
    }

    /// <summary>A constant, exactly as written; <c>5</c> and <c>5.0</c> stay different until the declared type converts them.</summary>
    /// <param name="Value">The JSON value; null for JSON's null.</param>
    public sealed record Literal(JsonNode? Value) : PromptInput
    {
        private object? _plain;
        private bool _known;

        /// <summary>The value as a plain one, see <see cref="JsonValues.ToPlain"/>; NaN and the infinities, which JSON lacks, are kept here.</summary>
        public object? Plain
        {
            get => _known ? _plain : JsonValues.ToPlain(Value);
            internal init => (_plain, _known) = (value, true);
        }
    }

    /// <summary>A link to an output of another node; prints as <c>node.slot</c>.</summary>
    /// <param name="NodeId">The source node.</param>
    /// <param name="Slot">Its output, counted from 0.</param>
    public sealed record Link(string NodeId, int Slot) : PromptInput
    {
        /// <inheritdoc />
        public override string ToString() => $"{NodeId}.{Slot}";
    }

    /// <summary>A JSON array that is no link <c>[node id, slot]</c>; validation refuses it.</summary>
    /// <param name="Value">The array as written.</param>
    public sealed record BadLink(JsonArray Value) : PromptInput;
}
