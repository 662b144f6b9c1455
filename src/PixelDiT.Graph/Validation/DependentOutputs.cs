using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Validation;

/// <summary>Finds the outputs that cannot run because of a faulty node: those that its links lead to.</summary>
internal sealed class DependentOutputs
{
    // Faulty nodes times outputs may be far larger than the prompt; beyond this many steps only the output is named from
    // which a node was reached.
    private const int StepBudget = 500_000;

    private readonly Dictionary<string, List<string>> _consumers = [];
    private readonly Dictionary<string, int> _outputs;
    private int _steps;

    public DependentOutputs(IReadOnlyDictionary<string, NodeVerdict> verdicts, IReadOnlyList<string> outputs)
    {
        _outputs = outputs.Select((id, index) => (id, index)).ToDictionary(o => o.id, o => o.index);
        foreach (var verdict in verdicts.Values.Where(v => v.Visited))
        {
            foreach (var (name, value) in verdict.Node.Inputs)
            {
                if (value is PromptInput.Link link && LinkRule.Of(verdict.Declaration, name) != LinkKind.Ignored
                    && verdicts.TryGetValue(link.NodeId, out var source) && LinkRule.LeadsToOutput(link.Slot, source.Declaration))
                {
                    (_consumers.TryGetValue(link.NodeId, out var list) ? list : _consumers[link.NodeId] = []).Add(verdict.Node.Id);
                }
            }
        }
    }

    /// <summary>The outputs in prompt order.</summary>
    public IReadOnlyList<string> Of(NodeVerdict verdict)
    {
        if (_steps >= StepBudget)
        {
            return [verdict.ReachedFrom!];
        }

        var seen = new HashSet<string> { verdict.Node.Id };
        var pending = new Queue<string>(seen);
        var found = new List<string>();
        while (pending.TryDequeue(out var id))
        {
            _steps++;
            if (_outputs.ContainsKey(id))
            {
                found.Add(id);
            }

            foreach (var consumer in _consumers.GetValueOrDefault(id, []))
            {
                if (seen.Add(consumer))
                {
                    pending.Enqueue(consumer);
                }
            }
        }

        found.Sort((a, b) => _outputs[a].CompareTo(_outputs[b]));
        return found;
    }
}
