using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Validation;

/// <summary>As <see cref="TestCustomValidation1"/>, and it judges the types of links as well.</summary>
[Node("TestCustomValidation2", Title = "Custom Validation 2", Category = "Testing/Nodes", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestCustomValidation2 : Node, IValidatesInputs
{
    [Input("IMAGE,FLOAT")]
    public object? Input1 { get; set; }

    [Input("IMAGE,FLOAT")]
    public object? Input2 { get; set; }

    public IReadOnlyList<string> ValidatedInputs => ["input1", "input2"];

    public bool ValidatesTypes => true;

    public string? ValidateInputs(ReceivedInputs inputs) =>
        LiteralTypes.ImageOrFloat("input1", Input1) ?? LiteralTypes.ImageOrFloat("input2", Input2) ?? Link("input1", inputs) ?? Link("input2", inputs);

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Product.Of(Input1, Input2));

    // One of the two and nothing else: a link that may carry anything is refused, too.
    private static string? Link(string name, ReceivedInputs inputs) =>
        inputs.Links.TryGetValue(name, out var link) && link.Type is not ("IMAGE" or "FLOAT") ? $"Invalid type of {name}: {link.Type}" : null;
}
