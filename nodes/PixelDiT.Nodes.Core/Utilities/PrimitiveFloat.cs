using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.Core.Utilities;

/// <summary>A number that several nodes can share.</summary>
[Node("PrimitiveFloat", Title = "Float", Category = "utilities/primitive", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_primitive",
    Description = "A number that several nodes can share.")]
[Output("FLOAT")]
public sealed class PrimitiveFloat : Node
{
    /// <summary>The value.</summary>
    [FloatInput(Min = -9223372036854775807.0, Max = 9223372036854775807.0, Step = 0.1)]
    public double Value { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(Value);
}
