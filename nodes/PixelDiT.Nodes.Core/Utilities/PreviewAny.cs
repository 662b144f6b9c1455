using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.Core.Utilities;

/// <summary>Shows any value as text.</summary>
[Node("PreviewAny", Title = "Preview as Text", Category = "utilities", Module = "comfy_extras.nodes_preview_any", IsOutput = true,
    Description = "Shows any value as text and hands the text on.", SearchAliases = ["show text", "inspect", "debug", "print value"])]
[Output("STRING")]
public sealed class PreviewAny : Node
{
    /// <summary>The value.</summary>
    [Input("*", Options = "{}")]
    public object? Source { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        var text = AnyText.Of(Source);
        return NodeResult.Of(text).WithUi(new JsonObject { ["text"] = new JsonArray(text) });
    }
}
