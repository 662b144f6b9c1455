using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.Core.Utilities;

/// <summary>A text of several lines that several nodes can share.</summary>
[Node("PrimitiveStringMultiline", Title = "Text (Multiline)", Category = "utilities/primitive", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_primitive",
    Description = "A text of several lines that several nodes can share.",
    SearchAliases = ["text", "string", "prompt"], EssentialsCategory = "Basics")]
[Output("STRING")]
public sealed class PrimitiveStringMultiline : Node
{
    /// <summary>The value.</summary>
    [StringInput(Multiline = true)]
    public string Value { get; set; } = "";

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(Value);
}
