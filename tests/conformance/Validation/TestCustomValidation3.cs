using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Validation;

/// <summary>A product of images or numbers whose links, but not its constants, are judged as those of a variant node.</summary>
[Node("TestCustomValidation3", Title = "Custom Validation 3", Category = "Testing/Nodes", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestCustomValidation3 : Node, IVariant
{
    [Input("IMAGE,FLOAT")]
    public object? Input1 { get; set; }

    [Input("IMAGE,FLOAT")]
    public object? Input2 { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Product.Of(Input1, Input2));
}
