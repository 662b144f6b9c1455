using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Validation;

/// <summary>A product of images or numbers that judges the types of its constants; links are left to the runtime.</summary>
[Node("TestCustomValidation1", Title = "Custom Validation 1", Category = "Testing/Nodes", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestCustomValidation1 : Node, IValidatesInputs
{
    [Input("IMAGE,FLOAT")]
    public object? Input1 { get; set; }

    [Input("IMAGE,FLOAT")]
    public object? Input2 { get; set; }

    public IReadOnlyList<string> ValidatedInputs => ["input1", "input2"];

    public string? ValidateInputs(ReceivedInputs inputs) => LiteralTypes.ImageOrFloat("input1", Input1) ?? LiteralTypes.ImageOrFloat("input2", Input2);

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Product.Of(Input1, Input2));
}
