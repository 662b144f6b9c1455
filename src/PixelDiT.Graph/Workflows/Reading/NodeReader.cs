using System.Text.Json.Nodes;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Workflows.Reading;

/// <summary>Reads one node.</summary>
/// <param name="findings">Receives the faults.</param>
/// <param name="limits">Bounds.</param>
/// <param name="isDefinition">Says whether a type is the id of a subgraph definition.</param>
internal sealed class NodeReader(Findings findings, PromptLimits limits, Func<string, bool> isDefinition)
{
    /// <summary>The node, or null when there is not even an id and a type.</summary>
    /// <param name="value">The entry of <c>nodes</c>.</param>
    /// <param name="number">Its place among them, for entries without an id.</param>
    /// <param name="where">The graph's name in messages.</param>
    /// <param name="path">The names of the subgraphs around it.</param>
    public EditorNode? Read(JsonNode? value, int number, string where, IReadOnlyList<string> path)
    {
        if (value is not JsonObject node)
        {
            Wrong(null, path, $"entry {number + 1} of the nodes of {where} is {Plain.Kind(value)}; an object is needed");
            return null;
        }

        if (Plain.Id(node["id"]) is not { } id)
        {
            Wrong(null, path, $"entry {number + 1} of the nodes of {where} has the id {Shown.Value(node["id"])}; a whole number or a text is needed");
            return null;
        }

        if (Plain.Text(node["type"]) is not { Length: > 0 } type)
        {
            Wrong(new Place(id, null, null, path), path, $"'type' is {Plain.Kind(node["type"])}; the name of a node class is needed");
            return null;
        }

        var kind = KindOf(type);
        var bare = new EditorNode { Id = id, Type = type, Kind = kind, Title = Plain.Text(node["title"]) };
        if (kind == NodeKind.Note)
        {
            return bare;
        }

        var place = Place(bare, path);
        var properties = Object(node, "properties", place, path);
        return new EditorNode
        {
            Id = id,
            Type = type,
            Kind = kind,
            Title = bare.Title,
            Mode = Mode(node, place, path),
            SearchName = Plain.Text(properties?["Node name for S&R"]),
            Inputs = node["inputs"] is null ? null : Inputs(node, place, path),
            Outputs = Outputs(node, place, path),
            Values = Values(node, place, path),
            Promotions = kind == NodeKind.Instance ? Promotions(properties, place, path) : null,
            SetAside = kind == NodeKind.Instance ? SetAside(properties) : null,
        };
    }

    public static Place Place(EditorNode node, IReadOnlyList<string> path) => new(node.Id, node.Type, node.Title, path);

    private NodeKind KindOf(string type) => type switch
    {
        _ when isDefinition(type) => NodeKind.Instance,
        "Reroute" => NodeKind.Reroute,
        "PrimitiveNode" => NodeKind.Primitive,
        "Note" or "MarkdownNote" => NodeKind.Note,
        _ => NodeKind.Class,
    };

    private int Mode(JsonObject node, Place place, IReadOnlyList<string> path)
    {
        if (node["mode"] is null)
        {
            return 0;
        }

        if (Plain.Count(node["mode"]) is { } mode)
        {
            return mode;
        }

        Wrong(place, path, $"'mode' is {Plain.Kind(node["mode"])}; 0 (runs), 2 (muted) or 4 (bypassed) is needed");
        return 0;
    }

    private List<EditorInput> Inputs(JsonObject node, Place place, IReadOnlyList<string> path)
    {
        var inputs = new List<EditorInput>();
        foreach (var value in List(node, "inputs", place, path))
        {
            var input = value as JsonObject;
            var widget = input?["widget"];
            var link = input?["link"];
            if (input is null || Plain.Text(input["name"]) is not { } name || Plain.Type(input["type"]) is not { } type
                || widget is not (null or JsonObject) || (link is not null && Plain.Id(link) is null))
            {
                Wrong(place, path, $"entry {inputs.Count + 1} of 'inputs' is {Shown.Value(value)} that cannot be read; {{\"name\", \"type\", \"link\": id or null, \"widget\": {{\"name\"}}}} is needed");
                inputs.Add(new EditorInput("", "*", null, null));
                continue;
            }

            inputs.Add(new EditorInput(name, type, Plain.Id(link), Plain.Text(widget?["name"])));
        }

        return inputs;
    }

    private List<EditorOutput> Outputs(JsonObject node, Place place, IReadOnlyList<string> path)
    {
        var outputs = new List<EditorOutput>();
        foreach (var value in List(node, "outputs", place, path))
        {
            var output = value as JsonObject;
            if (output is null || Plain.Type(output["type"]) is not { } type || output["links"] is not (null or JsonArray))
            {
                Wrong(place, path, $"entry {outputs.Count + 1} of 'outputs' is {Shown.Value(value)} that cannot be read; {{\"name\", \"type\", \"links\": [ids] or null}} is needed");
                outputs.Add(new EditorOutput("*", []));
                continue;
            }

            outputs.Add(new EditorOutput(type, [.. ((output["links"] as JsonArray) ?? []).Select(Plain.Id).OfType<string>()]));
        }

        return outputs;
    }

    private JsonNode? Values(JsonObject node, Place place, IReadOnlyList<string> path)
    {
        if (node["widgets_values"] is null or JsonArray or JsonObject)
        {
            return node["widgets_values"];
        }

        Wrong(place, path, $"'widgets_values' is {Plain.Kind(node["widgets_values"])}; a list, or an object by widget name, is needed");
        return null;
    }

    private List<Promotion>? Promotions(JsonObject? properties, Place place, IReadOnlyList<string> path)
    {
        if (properties?["proxyWidgets"] is not { } value)
        {
            return null;
        }

        var promotions = new List<Promotion>();
        foreach (var entry in List(properties, "proxyWidgets", place, path))
        {
            if (entry is JsonArray { Count: >= 2 } pair && Plain.Id(pair[0]) is { } inner && Plain.Text(pair[1]) is { } widget)
            {
                promotions.Add(new Promotion(inner, widget, pair.Count > 2 ? Plain.Id(pair[2]) : null));
                continue;
            }

            Wrong(place, path, $"entry {promotions.Count + 1} of 'proxyWidgets' is {Shown.Value(entry)}; [inner node id, widget name] is needed");
            promotions.Add(new Promotion("", "", null));
        }

        return promotions;
    }

    // The first of a name counts. Entries for inner nodes, or without a value, are a record only.
    private static Dictionary<string, JsonNode> SetAside(JsonObject? properties)
    {
        var values = new Dictionary<string, JsonNode>();
        foreach (var entry in (properties?["proxyWidgetErrorQuarantine"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (entry["originalEntry"] is JsonArray { Count: >= 2 } pair && Plain.Id(pair[0]) == Promotion.OwnInput && Plain.Text(pair[1]) is { } input && entry["hostValue"] is { } value)
            {
                values.TryAdd(input, value);
            }
        }

        return values;
    }

    private JsonObject? Object(JsonObject node, string member, Place place, IReadOnlyList<string> path)
    {
        // Early files have an empty list where an object belongs.
        if (node[member] is null or JsonObject or JsonArray { Count: 0 })
        {
            return node[member] as JsonObject;
        }

        Wrong(place, path, $"'{member}' is {Plain.Kind(node[member])}; an object is needed");
        return null;
    }

    private JsonArray List(JsonObject node, string member, Place place, IReadOnlyList<string> path)
    {
        if (node[member] is not (null or JsonArray))
        {
            Wrong(place, path, $"'{member}' is {Plain.Kind(node[member])}; a list is needed");
        }

        if (node[member] is JsonArray list && list.Count > limits.MaxInputs)
        {
            findings.Error(
                WorkflowErrorTypes.TooLarge, "A node has too many slots", $"'{member}' has {list.Count} entries; at most {limits.MaxInputs} are accepted", place, path.Count == 0);
            return [];
        }

        return node[member] as JsonArray ?? [];
    }

    private void Wrong(Place? place, IReadOnlyList<string> path, string details) =>
        findings.Error(WorkflowErrorTypes.BadFormat, "A node cannot be read", details, place, path.Count == 0);
}
