using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Declarations;

/// <summary>
/// What a node class declares, read once from its attributes: the only source for <c>object_info</c>, validation, coercion and binding. Immutable.
/// </summary>
public sealed class NodeDeclaration
{
    private readonly NodeAttribute _node;
    private readonly Dictionary<string, int> _byName;
    private readonly Lazy<NodeActivator> _activator;

    internal NodeDeclaration(
        Type nodeType, NodeAttribute node, string module, IReadOnlyList<InputDeclaration> inputs, IReadOnlyList<HiddenDeclaration> hidden,
        IReadOnlyList<OutputAttribute> outputs)
    {
        (NodeType, _node, Module, Inputs, Hidden, Outputs) = (nodeType, node, module, inputs, hidden, outputs);
        _byName = new Dictionary<string, int>(inputs.Count);
        for (var i = 0; i < inputs.Count; i++)
        {
            _byName.TryAdd(inputs[i].Name, i);
        }

        Checked = [.. inputs.Where((input, index) => !input.Hidden && _byName[input.Name] == index)];
        HasHiddenInputs = inputs.Any(i => i.Hidden);
        InputsByName = [.. Enumerable.Range(0, inputs.Count).OrderBy(i => inputs[i].Name, StringComparer.Ordinal)];
        _activator = new Lazy<NodeActivator>(() => new NodeActivator(nodeType));
        IsAsync = nodeType.IsAssignableTo(typeof(AsyncNode));
        HasLazyInputs = inputs.Any(i => i.Lazy);
        Validates = nodeType.IsAssignableTo(typeof(IInputValidator));
        Fingerprinted = nodeType.IsAssignableTo(typeof(IFingerprinted));
        KeyHasId = node.NotIdempotent || hidden.Any(h => h.Kind == HiddenInput.UniqueId);
    }

    /// <summary>The C# class.</summary>
    public Type NodeType { get; }

    /// <summary>The name workflows use as <c>class_type</c>.</summary>
    public string Id => _node.Id;

    /// <summary>Caption; null when none is declared.</summary>
    public string? Title => _node.Title;

    /// <summary>Menu path.</summary>
    public string Category => _node.Category;

    /// <summary>Help text; may be empty.</summary>
    public string Description => _node.Description;

    /// <summary>The value of <c>python_module</c>.</summary>
    public string Module { get; }

    /// <summary>Shape of the <c>object_info</c> entry.</summary>
    public NodeSchema Schema => _node.Schema;

    /// <summary>True for a node that is worth running for its own sake.</summary>
    public bool IsOutput => _node.IsOutput;

    /// <summary>True when one call takes whole lists.</summary>
    public bool TakesLists => _node.TakesLists;

    /// <summary>True when two equal nodes must not share a result.</summary>
    public bool NotIdempotent => _node.NotIdempotent;

    /// <summary>Shown with a warning.</summary>
    public bool Deprecated => _node.Deprecated;

    /// <summary>Shown with a note.</summary>
    public bool Experimental => _node.Experimental;

    /// <summary>Further words under which the node is found.</summary>
    public IReadOnlyList<string> SearchAliases => _node.SearchAliases;

    /// <summary>Group in the short menu, or null.</summary>
    public string? EssentialsCategory => _node.EssentialsCategory;

    /// <summary>The inputs: required ones in order, then optional ones, then hidden ones. A name may stand twice, required and optional; the first counts.</summary>
    public IReadOnlyList<InputDeclaration> Inputs { get; }

    /// <summary>What the server fills in.</summary>
    public IReadOnlyList<HiddenDeclaration> Hidden { get; }

    /// <summary>The output slots, by number.</summary>
    public IReadOnlyList<OutputAttribute> Outputs { get; }

    /// <summary>True when the node waits for something outside.</summary>
    public bool IsAsync { get; }

    /// <summary>True when the node decides which of its inputs it needs (<see cref="ILazyInputs"/>).</summary>
    public bool HasLazyInputs { get; }

    /// <summary>True when links under names that are not declared reach the node (<see cref="UndeclaredInputsAttribute"/>).</summary>
    public bool TakesUndeclared => UndeclaredSlot is not null;

    /// <summary>True when the node judges inputs itself (<see cref="IInputValidator"/>).</summary>
    public bool Validates { get; }

    /// <summary>True when the node has a fingerprint (<see cref="IFingerprinted"/>).</summary>
    public bool Fingerprinted { get; }

    internal PropertySlot? UndeclaredSlot { get; init; }

    /// <summary>The inputs that prompts are checked against, in order: no hidden ones, and of two of a name the required one.</summary>
    internal IReadOnlyList<InputDeclaration> Checked { get; }

    /// <summary>True when links other than those of <see cref="Checked"/> may count; see <see cref="LinkRule"/>.</summary>
    internal bool HasLooseLinks => TakesUndeclared || HasHiddenInputs;

    private bool HasHiddenInputs { get; }

    /// <summary>True when the node's id is part of its cache key.</summary>
    internal bool KeyHasId { get; }

    /// <summary>The input of this name, or null.</summary>
    /// <param name="name">Name in the workflow.</param>
    public InputDeclaration? FindInput(string name) => _byName.TryGetValue(name, out var index) ? Inputs[index] : null;

    /// <summary>Place of an input in <see cref="Inputs"/>, or -1.</summary>
    internal int IndexOf(string name) => _byName.GetValueOrDefault(name, -1);

    /// <summary>Places of the inputs in <see cref="Inputs"/>, by name: the order in which they enter cache keys.</summary>
    internal IReadOnlyList<int> InputsByName { get; }

    internal NodeBase CreateNode() => _activator.Value.Create();
}
