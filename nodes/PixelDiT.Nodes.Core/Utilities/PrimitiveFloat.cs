using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.Core.Utilities;

/// <summary>A number that several nodes can share.</summary>
[Node("PrimitiveFloat", Title = "Float", Category = "utilities/primitive", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_primitive",
    Description = "A number that several nodes can share.")]
[Output("FLOAT")]
public sealed class PrimitiveFloat : Node
{
    /// <summary>The value.</summary>
    // As text: the limits are whole numbers on the wire, and the nearest doubles are not these.
    [FloatInput(Step = 0.1, Options = """{"min": -9223372036854775807, "max": 9223372036854775807}""")]
    public double Value { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(Value);
}
