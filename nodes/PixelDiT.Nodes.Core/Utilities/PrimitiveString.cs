using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.Core.Utilities;

/// <summary>A line of text that several nodes can share.</summary>
[Node("PrimitiveString", Title = "Text", Category = "utilities/primitive", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_primitive",
    Description = "A line of text that several nodes can share.",
    SearchAliases = ["text", "string", "prompt"])]
[Output("STRING")]
public sealed class PrimitiveString : Node
{
    /// <summary>The value.</summary>
    [StringInput(Multiline = false)]
    public string Value { get; set; } = "";

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(Value);
}
