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
internal sealed class JobKeys(NodeServices services, JobGate gate, ILogger logger)
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
                    foreach (var source in node.Sources)
                    {
                        if (!_done.ContainsKey(source))
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
            if (node.Inputs[index] is { } input && !Write('=', declaration.Inputs[index].Name, input))
            {
                return CacheKey.Never;
            }
        }

        foreach (var (name, input) in node.Undeclared.OrderBy(u => u.Key, StringComparer.Ordinal))
        {
            if (!Write('~', name, input))
            {
                return CacheKey.Never;
            }
        }

        return _writer.Finish();
    }

    private bool Write(char tag, string name, JobInput input)
    {
        _writer.Text(tag, name);
        if (input.Source is null)
        {
            return _writer.Value(input.Constant);
        }

        if (input.Source.Key.IsNever)
        {
            return false;
        }

        _writer.Link(input.Source.Key, input.Slot);
        return true;
    }

    private bool TakeFingerprint(JobNode node)
    {
        try
        {
            gate.Enter(node);
            var instance = node.Declaration.CreateNode();
            for (var i = 0; i < node.Inputs.Length; i++)
            {
                if (node.Inputs[i] is { Source: null } constant)
                {
                    InputBinder.Bind(node.Declaration, instance, node.Declaration.Inputs[i], constant.Constant);
                }
            }

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
        finally
        {
            gate.Leave();
        }
    }
}
