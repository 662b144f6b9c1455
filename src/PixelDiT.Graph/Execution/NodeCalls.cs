using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// The calls that one node makes (protocol §6.2): every input is a list; the node is called once per index of the longest list, shorter ones repeat
/// their last element; a node that takes lists is called once with all of them. Inputs that are put off (§6.4) are left out.
/// </summary>
internal sealed class NodeCalls
{
    private readonly JobNode _node;
    private readonly Func<JobNode, HiddenInput, object?> _hidden;
    private readonly IReadOnlyList<object?>?[] _values;
    private readonly bool _mayBlock;

    public NodeCalls(JobNode node, Func<JobNode, HiddenInput, object?> hidden)
    {
        (_node, _hidden) = (node, hidden);
        var declared = node.Inputs.Length;
        _values = new IReadOnlyList<object?>?[declared + node.Undeclared.Count];
        for (var i = 0; i < _values.Length; i++)
        {
            if ((i < declared ? node.Inputs[i] : node.Undeclared[i - declared].Value) is { } input && !(i < declared && node.IsPutOff(i)))
            {
                _values[i] = input.Source is null || input.Constant is NodeLink ? [input.Constant] : input.Source.Outputs!.Slots[input.Slot];
                _mayBlock |= input.Source is not null;
            }
        }

        // No inputs, or nothing but empty lists: one call without arguments.
        Count = node.Declaration.TakesLists ? 1 : Math.Max(1, _values.Max(v => v?.Count) ?? 0);
    }

    public int Count { get; }

    /// <summary>Names of the declared inputs that have a value.</summary>
    public HashSet<string> Computed() =>
        [.. Enumerable.Range(0, _node.Inputs.Length).Where(i => _values[i] is not null).Select(i => _node.Declaration.Inputs[i].Name)];

    /// <summary>The blocker among the inputs of a call, or null when the call can be made.</summary>
    public ExecutionBlocker? Blocker(int call)
    {
        if (!_mayBlock)
        {
            return null;
        }

        foreach (var list in _values)
        {
            var blocker = list is null or { Count: 0 } ? null
                : _node.Declaration.TakesLists ? list.OfType<ExecutionBlocker>().FirstOrDefault()
                : list[Math.Min(call, list.Count - 1)] as ExecutionBlocker;
            if (blocker is not null)
            {
                return blocker;
            }
        }

        return null;
    }

    /// <summary>A node object with the inputs of one call.</summary>
    /// <exception cref="InputBindingException">A value does not fit.</exception>
    public NodeBase Create(int call)
    {
        var instance = _node.Declaration.CreateNode();
        var inputs = _node.Declaration.Inputs;
        for (var i = 0; i < inputs.Count; i++)
        {
            if (_values[i] is { } list)
            {
                Bind(instance, inputs[i], list, call);
            }
        }

        if (_node.Declaration.UndeclaredSlot is { } slot)
        {
            slot.Set(instance, "undeclared inputs", Undeclared(call));
        }

        foreach (var hidden in _node.Declaration.Hidden)
        {
            hidden.Slot.Set(instance, hidden.Name, _hidden(_node, hidden.Kind));
        }

        return instance;
    }

    /// <summary>The inputs for an error report: name → array of short values.</summary>
    public JsonObject Describe()
    {
        var inputs = new JsonObject();
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] is { } list)
            {
                inputs[Name(i)] = ErrorReport.Values(list);
            }
        }

        foreach (var hidden in _node.Declaration.Hidden)
        {
            inputs[hidden.Name] = ErrorReport.Values([ErrorReport.IsSecret(hidden.Kind) ? null : _hidden(_node, hidden.Kind)]);
        }

        return inputs;
    }

    private string Name(int i) => i < _node.Inputs.Length ? _node.Declaration.Inputs[i].Name : _node.Undeclared[i - _node.Inputs.Length].Key;

    private Dictionary<string, object?> Undeclared(int call)
    {
        var values = new Dictionary<string, object?>();
        for (var i = _node.Inputs.Length; i < _values.Length; i++)
        {
            var list = _values[i]!;
            if (_node.Declaration.TakesLists)
            {
                values[Name(i)] = list;
            }
            else if (list.Count > 0)
            {
                values[Name(i)] = list[Math.Min(call, list.Count - 1)];
            }
        }

        return values;
    }

    private void Bind(NodeBase instance, InputDeclaration input, IReadOnlyList<object?> list, int call)
    {
        if (_node.Declaration.TakesLists)
        {
            input.Slot.SetList(instance, input.Name, list);
        }
        else if (list.Count > 0)
        {
            input.Slot.Set(instance, input.Name, list[Math.Min(call, list.Count - 1)]);
        }
        else if (_values.Any(v => v?.Count > 0))
        {
            throw new InputBindingException(input.Name, "an empty list was received, while other inputs have values.");
        }
    }
}
