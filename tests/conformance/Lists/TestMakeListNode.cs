using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Lists;

/// <summary>The values that are there as a list, by number; links under the undeclared name <c>value0</c> come first.</summary>
[Node("TestMakeListNode", Title = "Make List", Category = "Testing/Lists", Module = Pack.Module)]
[Output("*", IsList = true)]
internal sealed class TestMakeListNode : Node, IVariant
{
    [Input("*")]
    public object? Value1 { get; set; } = Missing.Value;

    // Declared twice in the reference; the required one counts.
    [Input("*", Name = "value1", Optional = true)]
    public object? Value1Again { get; set; } = Missing.Value;

    [Input("*", Optional = true)]
    public object? Value2 { get; set; } = Missing.Value;

    [Input("*", Optional = true)]
    public object? Value3 { get; set; } = Missing.Value;

    [Input("*", Optional = true)]
    public object? Value4 { get; set; } = Missing.Value;

    [Input("*", Optional = true)]
    public object? Value5 { get; set; } = Missing.Value;

    [Input("*", Optional = true)]
    public object? Value6 { get; set; } = Missing.Value;

    [Input("*", Optional = true)]
    public object? Value7 { get; set; } = Missing.Value;

    [Input("*", Optional = true)]
    public object? Value8 { get; set; } = Missing.Value;

    [Input("*", Optional = true)]
    public object? Value9 { get; set; } = Missing.Value;

    [UndeclaredInputs]
    public IReadOnlyDictionary<string, object?> Further { get; set; } = new Dictionary<string, object?>();

    public override NodeResult Run(NodeContext context)
    {
        object?[] values = [Further.GetValueOrDefault("value0", Missing.Value), Value1, Value2, Value3, Value4, Value5, Value6, Value7, Value8, Value9];
        return NodeResult.Of(values.Where(value => value is not Missing).ToList());
    }
}
