using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// The calls that one node makes (protocol §6.2): every input is a list; the node is called once per index of the longest list, shorter ones repeat
/// their last element; a node that takes lists is called once with all of them.
/// </summary>
internal sealed class NodeCalls
{
    private readonly JobNode _node;
    private readonly Func<HiddenInput, object?> _hidden;
    private readonly IReadOnlyList<object?>?[] _values;

    public NodeCalls(JobNode node, Func<HiddenInput, object?> hidden)
    {
        (_node, _hidden) = (node, hidden);
        _values = new IReadOnlyList<object?>?[node.Inputs.Length];
        for (var i = 0; i < _values.Length; i++)
        {
            if (node.Inputs[i] is { } input)
            {
                _values[i] = input.Source is null || node.Declaration.Inputs[i].RawLink ? [input.Constant] : input.Source.Outputs!.Slots[input.Slot];
            }
        }

        // No inputs, or nothing but empty lists: one call without arguments.
        Count = node.Declaration.TakesLists ? 1 : Math.Max(1, _values.Max(v => v?.Count) ?? 0);
    }

    public int Count { get; }

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

        foreach (var hidden in _node.Declaration.Hidden)
        {
            hidden.Slot.Set(instance, hidden.Name, _hidden(hidden.Kind));
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
                inputs[_node.Declaration.Inputs[i].Name] = ErrorReport.Values(list);
            }
        }

        foreach (var hidden in _node.Declaration.Hidden)
        {
            inputs[hidden.Name] = ErrorReport.Values([_hidden(hidden.Kind)]);
        }

        return inputs;
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
