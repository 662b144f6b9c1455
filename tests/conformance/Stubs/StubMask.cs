using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Conformance.Stubs;

/// <summary>Masks of one value.</summary>
[Node("StubMask", Title = "Stub Mask", Category = "Testing/Stub Nodes", Module = Pack.Module)]
[Output("MASK")]
internal sealed class StubMask : Node
{
    [FloatInput(Default = 0.5, Min = 0.0, Max = 1.0, Step = 0.01)]
    public required double Value { get; set; }

    [IntInput(Default = 512, Min = 1, Max = StubSize.Most, Step = 1)]
    public long Height { get; set; } = StubSize.Side;

    [IntInput(Default = 512, Min = 1, Max = StubSize.MostAcross, Step = 1)]
    public long Width { get; set; } = StubSize.Side;

    [IntInput(Default = 1, Min = 1, Max = StubSize.Most, Step = 1)]
    public long BatchSize { get; set; } = 1;

    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(full([BatchSize, Height, Width], Value, ScalarType.Float32).DetachFromDisposeScope());
}
