using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.Core.Utilities;

/// <summary>A whole number that several nodes can share.</summary>
[Node("PrimitiveInt", Title = "Int", Category = "utilities/primitive", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_primitive",
    Description = "A whole number that several nodes can share.")]
[Output("INT")]
public sealed class PrimitiveInt : Node
{
    /// <summary>The value.</summary>
    [IntInput(Min = -9223372036854775807L, Max = 9223372036854775807L, ControlAfterGenerate = "fixed")]
    public long Value { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(Value);
}
