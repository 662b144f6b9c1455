using System.Text.Json.Nodes;

namespace PixelDiT.EndToEnd.Tests.WorkflowFiles;

/// <summary>
/// Writes a workflow in API form as the editor would save it (version 0.4): nodes in columns from left to right, links, and the widgets' values in the order
/// of the declarations, with those that the editor adds for seeds and uploads. Ids of the API form are whole numbers.
/// </summary>
/// <param name="objectInfo">What <c>GET /object_info</c> says.</param>
internal sealed class EditorWriter(JsonObject objectInfo)
{
    private const int ColumnWidth = 440, NodeWidth = 380, RowHeight = 26, TextHeight = 120, Gap = 60;

    private static readonly HashSet<string> WidgetTypes = ["INT", "FLOAT", "STRING", "BOOLEAN", "COMBO"];

    /// <summary>The workflow in editor form.</summary>
    public JsonObject Write(JsonObject api)
    {
        var columns = api.ToDictionary(n => n.Key, n => Depth(api, n.Key));
        var below = new Dictionary<int, int>();
        var (nodes, links) = (new JsonArray(), new JsonArray());
        var outgoing = api.ToDictionary(n => n.Key, _ => new List<(int Slot, int Link)>());
        foreach (var (order, (id, node)) in api.OrderBy(n => columns[n.Key]).Index())
        {
            var declared = Declared((string)node!["class_type"]!).ToList();
            var given = node["inputs"]!.AsObject();
            var height = 70 + declared.Sum(d => Height(d));
            var top = below.GetValueOrDefault(columns[id]);
            below[columns[id]] = top + height + Gap;
            nodes.Add(Node(id, node.AsObject(), order, [100 + (columns[id] * ColumnWidth), 100 + top], height, Sockets(id, declared, given, links, outgoing), Widgets(declared, given)));
        }
        foreach (var node in nodes)
        {
            var id = node!["id"]!.ToString();
            node["outputs"] = Outputs((string)node["type"]!, outgoing[id]);
        }
        return new JsonObject
        {
            ["last_node_id"] = api.Max(n => int.Parse(n.Key)), ["last_link_id"] = links.Count, ["nodes"] = nodes, ["links"] = links,
            ["groups"] = new JsonArray(), ["config"] = new JsonObject(), ["extra"] = new JsonObject(), ["version"] = 0.4,
        };
    }

    private JsonObject Node(string id, JsonObject node, int order, int[] place, int height, JsonArray sockets, JsonArray widgets)
    {
        var type = (string)node["class_type"]!;
        var written = new JsonObject
        {
            ["id"] = int.Parse(id), ["type"] = type, ["pos"] = new JsonArray(place[0], place[1]), ["size"] = new JsonArray(NodeWidth, height),
            ["flags"] = new JsonObject(), ["order"] = order, ["mode"] = 0, ["inputs"] = sockets, ["outputs"] = new JsonArray(),
            ["properties"] = new JsonObject { ["Node name for S&R"] = type }, ["widgets_values"] = widgets,
        };
        if ((string?)node["_meta"]?["title"] is { } title && title != (string?)objectInfo[type]!["display_name"])
        {
            written["title"] = title;
        }
        return written;
    }

    // Sockets without a widget, linked or not, and the widgets that a link feeds.
    private static JsonArray Sockets(string id, List<DeclaredInput> declared, JsonObject given, JsonArray links, Dictionary<string, List<(int Slot, int Link)>> outgoing)
    {
        var sockets = new JsonArray();
        foreach (var input in declared.Where(d => !d.IsWidget || given[d.Name] is JsonArray))
        {
            var socket = new JsonObject { ["name"] = input.Name, ["type"] = input.Type, ["link"] = null };
            if (input.IsWidget)
            {
                socket["widget"] = new JsonObject { ["name"] = input.Name };
            }
            if (given[input.Name] is JsonArray link)
            {
                var number = links.Count + 1;
                socket["link"] = number;
                outgoing[(string)link[0]!].Add(((int)link[1]!, number));
                links.Add(new JsonArray(number, int.Parse((string)link[0]!), (int)link[1]!, int.Parse(id), sockets.Count, input.Type));
            }
            sockets.Add(socket);
        }
        return sockets;
    }

    private static JsonArray Widgets(List<DeclaredInput> declared, JsonObject given)
    {
        var values = new JsonArray();
        foreach (var input in declared.Where(d => d.IsWidget))
        {
            values.Add(given[input.Name] is JsonValue value ? value.DeepClone() : input.Options?["default"]?.DeepClone());
            if (input.Options?["control_after_generate"] is not null)
            {
                values.Add("fixed");
            }
            if (input.Options?["image_upload"] is not null)
            {
                values.Add("image");
            }
        }
        return values;
    }

    private JsonArray Outputs(string type, List<(int Slot, int Link)> links)
    {
        var (types, names) = (objectInfo[type]!["output"]!.AsArray(), objectInfo[type]!["output_name"]!.AsArray());
        return new JsonArray([.. types.Select((t, i) => (JsonNode)new JsonObject
        {
            ["name"] = (string)names[i]!, ["type"] = (string)t!, ["links"] = new JsonArray([.. links.Where(l => l.Slot == i).Select(l => (JsonNode)l.Link)]),
        })]);
    }

    private IEnumerable<DeclaredInput> Declared(string type) => new[] { "required", "optional" }
        .SelectMany(category => objectInfo[type]!["input"]![category]?.AsObject() ?? [])
        .Select(input => new DeclaredInput(input.Key, input.Value![0] is JsonArray ? "COMBO" : (string)input.Value[0]!, input.Value.AsArray().Count > 1 ? input.Value[1]!.AsObject() : null));

    private static int Height(DeclaredInput input) => (bool?)input.Options?["multiline"] == true ? TextHeight : RowHeight;

    private static int Depth(JsonObject api, string id) =>
        api[id]!["inputs"]!.AsObject().Select(i => i.Value).OfType<JsonArray>().Select(l => Depth(api, (string)l[0]!) + 1).DefaultIfEmpty(0).Max();

    private sealed record DeclaredInput(string Name, string Type, JsonObject? Options)
    {
        public bool IsWidget => WidgetTypes.Contains(Type) && (bool?)Options?["forceInput"] != true;
    }
}
