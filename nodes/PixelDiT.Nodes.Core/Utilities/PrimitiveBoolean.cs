using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.Core.Utilities;

/// <summary>A switch that several nodes can share.</summary>
[Node("PrimitiveBoolean", Title = "Boolean", Category = "utilities/primitive", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_primitive",
    Description = "A switch that several nodes can share.")]
[Output("BOOLEAN")]
public sealed class PrimitiveBoolean : Node
{
    /// <summary>The value.</summary>
    [BooleanInput]
    public bool Value { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(Value);
}
