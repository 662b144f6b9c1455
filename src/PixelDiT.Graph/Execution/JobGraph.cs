using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// The nodes of a job, linked to each other: the submitted ones and those of expansions. Undeclared inputs are left out where the class does not
/// take them; so are links that lead nowhere, which in a submitted graph only unreachable nodes have. Changed by the job's thread alone;
/// <see cref="IDynamicPrompt"/> may be read from any.
/// </summary>
internal sealed class JobGraph : IDynamicPrompt
{
    private readonly NodeRegistry _registry;
    private readonly int _maxNodes;
    private readonly Dictionary<string, JobNode> _byId;
    private readonly List<JobNode> _nodes;
    private readonly Lock _lock = new();

    public JobGraph(PromptGraph prompt, NodeRegistry registry, int maxNodes)
    {
        (_registry, _maxNodes) = (registry, maxNodes);
        _byId = new Dictionary<string, JobNode>(prompt.Nodes.Count);
        _nodes = new List<JobNode>(prompt.Nodes.Count);
        foreach (var node in prompt.Nodes)
        {
            var declaration = registry.Find(node.ClassType ?? "")
                ?? throw new InvalidOperationException($"Node #{node.Id} has the unknown class '{node.ClassType}'; only validated prompts can run.");
            Add(new JobNode(declaration, NodeRef.Submitted(node.Id, declaration.Id), Given(node), null));
        }

        Submitted = [.. _nodes];
        foreach (var node in Submitted)
        {
            Link(node);
        }
    }

    /// <summary>The submitted nodes in prompt order.</summary>
    public IReadOnlyList<JobNode> Submitted { get; }

    /// <summary>All nodes, those that were replaced included.</summary>
    public IReadOnlyList<JobNode> All => _nodes;

    /// <inheritdoc />
    public IReadOnlyList<string> NodeIds
    {
        get
        {
            lock (_lock)
            {
                return [.. _byId.Keys];
            }
        }
    }

    public JobNode Get(string id) => _byId[id];

    /// <inheritdoc />
    public DynamicNode? Find(string id)
    {
        lock (_lock)
        {
            return _byId.TryGetValue(id, out var node)
                ? new DynamicNode(id, node.Declaration.Id, new Dictionary<string, object?>(node.Given), node.Ref.ParentId, node.Ref.DisplayId, node.Ref.RealId)
                {
                    Declaration = node.Declaration,
                }
                : null;
        }
    }

    /// <summary>Adds the nodes that replace a running node.</summary>
    /// <exception cref="NodeContractException">They do not fit together, or into the graph.</exception>
    public IReadOnlyList<JobNode> Expand(JobNode parent, IEnumerable<GraphBuilder> graphs)
    {
        lock (_lock)
        {
            var all = graphs.SelectMany(g => g.Nodes).ToList();
            var declarations = Check(parent, all);
            var first = _nodes.Count;
            foreach (var built in all)
            {
                var declaration = declarations[built.Id];
                var reference = new NodeRef(built.Id, built.DisplayId ?? parent.Ref.DisplayId, parent.Id, parent.Ref.RealId, declaration.Id);
                Add(new JobNode(declaration, reference, [.. built.Inputs], parent) { HoldsGiven = true });
            }

            var added = _nodes[first..];
            added.ForEach(Link);
            return added;
        }
    }

    /// <summary>The output that a link of an expansion leads to.</summary>
    /// <exception cref="NodeContractException">There is none.</exception>
    public JobNode Resolve(NodeLink link, NodeDeclaration by)
    {
        var source = _byId.GetValueOrDefault(link.NodeId);
        Check(link, source?.Declaration, by.Id);
        return source!;
    }

    // Before anything is added: a half-joined expansion would be hard to take back.
    private Dictionary<string, NodeDeclaration> Check(JobNode parent, List<GraphNode> all)
    {
        var by = parent.Declaration.Id;
        if (_nodes.Count + all.Count > _maxNodes)
        {
            throw new NodeContractException(by, $"expanded beyond {_maxNodes} nodes in one job; a loop without end is the usual cause.");
        }

        var declarations = new Dictionary<string, NodeDeclaration>(all.Count);
        foreach (var built in all)
        {
            var declaration = _registry.Find(built.ClassType)
                ?? throw new NodeContractException(by, $"expanded to node '{built.Id}' of the class '{built.ClassType}', which no pack provides.");
            // A node whose result was released runs again, and replaces what it expanded to before.
            var taken = _byId.TryGetValue(built.Id, out var there) && there.Ref.ParentId != parent.Id;
            if (taken || !declarations.TryAdd(built.Id, declaration))
            {
                throw new NodeContractException(by, $"expanded to two nodes with the id '{built.Id}'.");
            }
        }

        foreach (var link in all.SelectMany(n => n.Inputs.Values).OfType<NodeLink>())
        {
            Check(link, declarations.GetValueOrDefault(link.NodeId) ?? _byId.GetValueOrDefault(link.NodeId)?.Declaration, by);
        }

        return declarations;
    }

    private static void Check(NodeLink link, NodeDeclaration? source, string by)
    {
        if (source is null)
        {
            throw new NodeContractException(by, $"links to node '{link.NodeId}' in an expansion, which does not exist.");
        }

        if (!LinkRule.LeadsToOutput(link.Slot, source))
        {
            throw new NodeContractException(by, $"links to output {link.Slot} of node '{link.NodeId}' in an expansion; {source.Id} has {source.Outputs.Count}.");
        }
    }

    private void Add(JobNode node)
    {
        _byId[node.Id] = node;
        _nodes.Add(node);
    }

    private void Link(JobNode node)
    {
        List<KeyValuePair<string, JobInput>>? undeclared = null;
        foreach (var (name, value) in node.Given)
        {
            var index = node.Declaration.IndexOf(name);
            if (index >= 0)
            {
                node.Inputs[index] = Input(value, node.Declaration.Inputs[index].RawLink);
            }
            else if (value is NodeLink && LinkRule.Of(node.Declaration, name) == LinkKind.Loose && Input(value, false) is { } input)
            {
                (undeclared ??= []).Add(new(name, input));
            }
        }

        node.Link(undeclared is null ? [] : undeclared);
    }

    private JobInput? Input(object? value, bool raw)
    {
        if (value is not NodeLink link)
        {
            return new JobInput(null, 0, value);
        }

        var source = _byId.GetValueOrDefault(link.NodeId);
        return LinkRule.LeadsToOutput(link.Slot, source?.Declaration)
            ? new JobInput(source, link.Slot, raw ? link : null)
            : null;
    }

    private static KeyValuePair<string, object?>[] Given(PromptNode node)
    {
        var given = new List<KeyValuePair<string, object?>>(node.Inputs.Count);
        foreach (var (name, value) in node.Inputs)
        {
            switch (value)
            {
                case PromptInput.Literal literal:
                    given.Add(new(name, literal.Plain));
                    break;
                case PromptInput.Link link:
                    given.Add(new(name, new NodeLink(link.NodeId, link.Slot)));
                    break;
                // A list that is no link stands in unreachable nodes only.
                default:
                    break;
            }
        }

        return [.. given];
    }
}
