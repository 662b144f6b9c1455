using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Values;
using static TorchSharp.torch;

namespace PixelDiT.Conformance.Nodes.Tests.Support;

/// <summary>An output node that keeps what it receives, as text.</summary>
[Node("Capture", IsOutput = true)]
internal sealed class Capture : Node
{
    [Input("*")]
    public object? Value { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        context.Services.Get<Captures>().Add(context.NodeId, Describe(Value));
        return NodeResult.Of();
    }

    /// <summary>An image or mask as its shape and its saved value (<c>[1, 8, 8, 3] 127</c>), or <c>lowest..highest</c>; anything else as Python prints it.</summary>
    public static string Describe(object? value)
    {
        if (value is not Tensor tensor)
        {
            return value is PixelDiT.Graph.Nodes.IHoldsResources and IReadOnlyDictionary<string, object?> members
                ? $"{{{string.Join(", ", members.Select(m => $"{m.Key}: [{string.Join(", ", ((IEnumerable<object?>)m.Value!).Select(Describe))}]"))}}}"
                : PythonText.Repr(value);
        }

        using var scope = NewDisposeScope();
        var (low, high) = (Saved(tensor.min()), Saved(tensor.max()));
        return $"[{string.Join(", ", tensor.shape)}] {(low == high ? low : $"{low}..{high}")}";
    }

    // As a PNG has it: multiplied in float32, cut to the range, fraction dropped.
    private static string Saved(Tensor value) => ((byte)Math.Clamp(255f * value.item<float>(), 0f, 255f)).ToString();
}

/// <summary>What was captured, by node.</summary>
internal sealed class Captures
{
    private readonly List<(string Node, string Text)> _all = [];

    public IReadOnlyList<string> this[string node] => [.. _all.Where(c => c.Node == node).Select(c => c.Text)];

    public void Add(string node, string text) => _all.Add((node, text));

    public void Clear() => _all.Clear();
}
