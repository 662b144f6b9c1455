using System.Text.Json.Nodes;
using PixelDiT.Graph.Workflows.Flattening;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows.Linking;

/// <summary>The value that a <c>PrimitiveNode</c> writes into the widgets that it feeds.</summary>
internal static class PrimitiveValue
{
    /// <summary>The name of its widget.</summary>
    public const string Widget = "value";

    /// <summary>What the instance around it sets, else what it has saved; null when there is neither.</summary>
    /// <param name="frame">Where it stands.</param>
    /// <param name="node">The node.</param>
    public static JsonNode? Of(Frame frame, int node)
    {
        var primitive = frame.Graph.Nodes[node];
        return frame.Promoted.OfPrimitive(primitive.Id) ?? NodeValues.Settle(primitive.Values switch
        {
            JsonArray { Count: > 0 } list => list[0],
            JsonObject { Count: > 0 } byName => byName[Widget] ?? byName.First().Value,
            _ => null,
        });
    }
}
