using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Workflows.Reading;

namespace PixelDiT.Graph.Workflows.Widgets;

/// <summary>The widget values of one saved node, in the order of its class's widgets. Read once, however often the node is written out.</summary>
internal sealed class NodeValues
{
    private readonly JsonNode?[] _values;
    private readonly string[] _where;

    private NodeValues(JsonNode?[] values, string[] where, IReadOnlyList<string> defaulted) => (_values, _where, Defaulted) = (values, where, defaulted);

    /// <summary>The widgets that no value was saved for.</summary>
    public IReadOnlyList<string> Defaulted { get; }

    /// <summary>The value of a widget; null when it has none.</summary>
    public JsonNode? this[int widget] => _values[widget];

    /// <summary>Where the value of a widget stands, for messages.</summary>
    public string Where(int widget) => _where[widget];

    /// <summary>Reads the values of a node.</summary>
    /// <param name="node">The node; its class has a declaration.</param>
    /// <param name="shape">What the class declares.</param>
    /// <param name="services">For choices that change.</param>
    public static NodeValues Read(EditorNode node, ClassShape shape, NodeServices services)
    {
        var values = new JsonNode?[shape.Widgets.Count];
        var where = new string[shape.Widgets.Count];
        var defaulted = new List<string>();
        var layout = node.Values is JsonArray list ? WidgetLayout.Choose(shape.Layouts, shape.Widgets, list) : null;
        for (var i = 0; i < values.Length; i++)
        {
            JsonNode? saved;
            if (layout is not null)
            {
                var place = layout.PlaceOf[i];
                saved = place < ((JsonArray)node.Values!).Count ? node.Values[place] : null;
                where[i] = $"value {place + 1} of 'widgets_values'";
            }
            else
            {
                saved = (node.Values as JsonObject)?[shape.Widgets[i].Name];
                where[i] = "in 'widgets_values'";
            }

            if (saved is null)
            {
                defaulted.Add(shape.Widgets[i].Name);
            }

            values[i] = Settle(saved ?? shape.Widgets[i].Default(services));
        }

        return new NodeValues(values, where, defaulted);
    }

    /// <summary>The same value, with a text taken out of the file's bytes once and for all: copies then share it.</summary>
    public static JsonNode? Settle(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? JsonValue.Create(value.GetValue<string>()) : value;
}
