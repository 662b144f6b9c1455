namespace PixelDiT.Graph.Nodes;

/// <summary>
/// A link to an output of a node: a value of an input in an expansion, a result that another node will compute, or what a
/// <see cref="InputAttribute.RawLink"/> input receives.
/// </summary>
/// <param name="NodeId">The source node, by its full id.</param>
/// <param name="Slot">Its output, counted from 0.</param>
public sealed record NodeLink(string NodeId, int Slot)
{
    /// <inheritdoc />
    public override string ToString() => $"{NodeId}.{Slot}";
}

/// <summary>
/// Builds the nodes that replace a running node (protocol §6.5): fill it, and return <see cref="NodeResult.WithExpansion"/>. Get one from
/// <see cref="NodeContext.NewGraph"/>, which gives every graph of every call its own range of ids.
/// </summary>
/// <param name="prefix">Goes before every id, such as <c>4.0.0.</c>.</param>
public sealed class GraphBuilder(string prefix)
{
    private readonly List<GraphNode> _nodes = [];

    /// <summary>Goes before every id.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>The nodes in the order in which they were added.</summary>
    public IReadOnlyList<GraphNode> Nodes => _nodes;

    /// <summary>Adds a node. Declared defaults do not apply to inputs that are left out; the node class's initial values do.</summary>
    /// <param name="classType">Its node class.</param>
    /// <param name="name">Its id after the prefix. Default: the number of the node, from 1.</param>
    public GraphNode Add(string classType, string? name = null)
    {
        var node = new GraphNode(Prefix + (name ?? (_nodes.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)), classType);
        _nodes.Add(node);
        return node;
    }

    /// <summary>The node of this name, or null.</summary>
    /// <param name="name">The id without the prefix.</param>
    public GraphNode? Find(string name) => _nodes.Find(n => n.Id == Prefix + name);
}

/// <summary>A node of an expansion.</summary>
public sealed class GraphNode
{
    private readonly Dictionary<string, object?> _inputs = [];

    internal GraphNode(string id, string classType) => (Id, ClassType) = (id, classType);

    /// <summary>The full id.</summary>
    public string Id { get; }

    /// <summary>The node class.</summary>
    public string ClassType { get; }

    /// <summary>The inputs by name: <see cref="NodeLink"/>s and values of any kind, tensors included.</summary>
    public IReadOnlyDictionary<string, object?> Inputs => _inputs;

    /// <summary>The node that clients show in its stead. Default: the display node of the expanding node.</summary>
    public string? DisplayId { get; set; }

    /// <summary>Sets an input.</summary>
    /// <param name="name">Name of the input.</param>
    /// <param name="value">A <see cref="NodeLink"/>, or the value itself.</param>
    /// <returns>This node, so that calls chain.</returns>
    public GraphNode Set(string name, object? value)
    {
        _inputs[name] = value;
        return this;
    }

    /// <summary>Takes an input out again.</summary>
    /// <param name="name">Name of the input.</param>
    /// <returns>This node, so that calls chain.</returns>
    public GraphNode Remove(string name)
    {
        _inputs.Remove(name);
        return this;
    }

    /// <summary>A link to one of its outputs.</summary>
    /// <param name="slot">The output, counted from 0.</param>
    public NodeLink Output(int slot) => new(Id, slot);
}
