using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Execution;

/// <summary>The nodes of a job, linked to each other. Undeclared inputs are left out; so are links that lead nowhere, which only unreachable nodes have.</summary>
internal sealed class JobGraph
{
    private readonly Dictionary<string, JobNode> _byId;

    public JobGraph(PromptGraph prompt, NodeRegistry registry)
    {
        _byId = new Dictionary<string, JobNode>(prompt.Nodes.Count);
        foreach (var node in prompt.Nodes)
        {
            var declaration = registry.Find(node.ClassType ?? "")
                ?? throw new InvalidOperationException($"Node #{node.Id} has the unknown class '{node.ClassType}'; only validated prompts can run.");
            _byId.Add(node.Id, new JobNode(node, declaration, NodeRef.Submitted(node.Id, declaration.Id)));
        }

        foreach (var node in _byId.Values)
        {
            Link(node);
        }
    }

    /// <summary>All nodes in prompt order.</summary>
    public IReadOnlyCollection<JobNode> Nodes => _byId.Values;

    public JobNode Get(string id) => _byId[id];

    private void Link(JobNode node)
    {
        var declared = node.Declaration.Inputs;
        foreach (var (name, value) in node.Prompt.Inputs)
        {
            var index = node.Declaration.IndexOf(name);
            if (index < 0)
            {
                continue;
            }

            node.Inputs[index] = value switch
            {
                PromptInput.Literal literal => new JobInput(null, 0, literal.Plain),
                PromptInput.Link link when _byId.TryGetValue(link.NodeId, out var source) && link.Slot < source.Declaration.Outputs.Count =>
                    new JobInput(source, link.Slot, declared[index].RawLink ? link : null),
                _ => null,
            };
        }
    }
}
