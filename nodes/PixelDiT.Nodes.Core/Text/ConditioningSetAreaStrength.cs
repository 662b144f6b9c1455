using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Text;

/// <summary>A conditioning with another weight beside the others that act with it.</summary>
[Node("ConditioningSetAreaStrength", Title = "Conditioning (Set Area Strength)", Category = "model/conditioning/transform", Module = "nodes",
    Description = "Sets the weight of a conditioning where several are combined. On its own a conditioning acts fully, whatever its weight.")]
[Output("CONDITIONING")]
public sealed class ConditioningSetAreaStrength : Node
{
    /// <summary>The conditioning; it is not changed.</summary>
    [Input("CONDITIONING")]
    public required Conditioning Conditioning { get; set; }

    /// <summary>The weight.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 10.0, Step = 0.01)]
    public double Strength { get; set; } = 1.0;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(new Conditioning([.. Conditioning.Entries.Select(e => e with { Strength = Strength })]));
}
