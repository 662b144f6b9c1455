using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// Computes the cache keys of a job's nodes, sources first. A key contains the keys of the sources, so each node is hashed once whatever its
/// ancestry; ComfyUI writes the whole ancestry into each key, which says the same.
/// </summary>
internal sealed class JobKeys(NodeServices services, ILogger logger)
{
    private readonly KeyWriter _writer = new();
    private readonly Dictionary<JobNode, bool> _done = [];

    /// <summary>Sets the key of every node; nodes on a cycle, which only unreachable ones can be, get no key.</summary>
    public void Compute(IEnumerable<JobNode> nodes)
    {
        var pending = new Stack<JobNode>();
        foreach (var root in nodes)
        {
            pending.Push(root);
            while (pending.TryPeek(out var node))
            {
                // First visit: sources are to come first. Second visit: they are done, or they are on a cycle with this node.
                if (_done.TryAdd(node, false))
                {
                    foreach (var input in node.Inputs)
                    {
                        if (input?.Source is { } source && !_done.ContainsKey(source))
                        {
                            pending.Push(source);
                        }
                    }

                    continue;
                }

                pending.Pop();
                if (!_done[node])
                {
                    _done[node] = true;
                    node.Key = KeyOf(node);
                }
            }
        }
    }

    private CacheKey KeyOf(JobNode node)
    {
        var declaration = node.Declaration;
        _writer.Reset();
        _writer.Text('N', declaration.Id);
        if (declaration.KeyHasId)
        {
            _writer.Text('#', node.Id);
        }

        if (declaration.Fingerprinted && !(TakeFingerprint(node) && _writer.Value(node.Fingerprint)))
        {
            return CacheKey.Never;
        }

        foreach (var index in declaration.InputsByName)
        {
            if (node.Inputs[index] is not { } input)
            {
                continue;
            }

            _writer.Text('=', declaration.Inputs[index].Name);
            if (input.Source is { Key.IsNever: true })
            {
                return CacheKey.Never;
            }

            if (input.Source is not null)
            {
                _writer.Link(input.Source.Key, input.Slot);
            }
            else if (!_writer.Value(input.Constant))
            {
                return CacheKey.Never;
            }
        }

        return _writer.Finish();
    }

    private bool TakeFingerprint(JobNode node)
    {
        try
        {
            var instance = node.Declaration.CreateNode();
            InputBinder.BindConstants(node.Declaration, instance, name => (PromptInput?)FindLiteral(node, name));
            node.Fingerprint = ((IFingerprinted)instance).Fingerprint(services);
            node.HasFingerprint = true;
            return true;
        }
        // By contract a failing fingerprint means "always run".
        catch (Exception e)
        {
            Log.FingerprintFailed(logger, node.Id, node.Declaration.Id, e);
            (node.Fingerprint, node.HasFingerprint) = (double.NaN, true);
            return false;
        }
    }

    private static PromptInput.Literal? FindLiteral(JobNode node, string name) =>
        node.Prompt.Inputs.FirstOrDefault(i => i.Key == name).Value as PromptInput.Literal;
}
