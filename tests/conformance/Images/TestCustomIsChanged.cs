using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Conformance.Images;

/// <summary>Passes an image on, and runs each time when told to.</summary>
[Node("TestCustomIsChanged", Title = "Custom IsChanged", Category = "Testing/Nodes", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestCustomIsChanged : Node, IFingerprinted
{
    [Input("IMAGE")]
    public Tensor? Image { get; set; }

    // BOOL is no type that is converted: the value comes as it was sent, and counts as Truth says.
    [Input("BOOL", Optional = true, Options = """{"default": false}""")]
    public object? ShouldChange { get; set; }

    public object? Fingerprint(NodeServices services) => Truth.Of(ShouldChange) ? double.NaN : false;

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Image);
}
