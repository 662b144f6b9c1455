using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>Writes a plan as an editor-form file, with notes, reroutes, primitives, bypassed and muted nodes strewn in, and in the spellings of old and new front ends.</summary>
/// <param name="random">Chooses.</param>
/// <param name="plan">The plan.</param>
internal sealed class PlanWriter(Random random, Plan plan)
{
    private readonly bool _objects = random.Next(2) == 0;
    private int _extra = 1000;
    private int _links;

    public JsonObject Write()
    {
        var file = Graph(plan.Graphs[0], isTop: true);
        file["version"] = _objects ? 1 : 0.4;
        file["definitions"] = new JsonObject { ["subgraphs"] = new JsonArray([.. plan.Graphs.Skip(1).Select(g => (JsonNode)Graph(g, isTop: false))]) };
        return file;
    }

    private JsonObject Graph(PlanGraph graph, bool isTop)
    {
        var nodes = new List<JsonObject>();
        var links = new List<JsonObject>();
        foreach (var node in graph.Nodes)
        {
            nodes.Add(node.Definition is null ? ClassNode(node) : InstanceNode(node));
        }

        foreach (var node in graph.Nodes)
        {
            var json = nodes.Single(n => (int)n["id"]! == node.Id);
            foreach (var (name, value) in node.Inputs)
            {
                var type = TypeOf(node, name);
                if (value is PlanLink link)
                {
                    Connect(nodes, links, link.Node, link.Slot, json, name, type);
                }
                else if (node.Definition is null && random.Next(8) == 0 && !IsPromoted(graph, node, name))
                {
                    // What the widget has saved is out of date; the primitive knows.
                    var primitive = Extra(nodes, "PrimitiveNode", new JsonArray(((JsonNode)value).DeepClone(), "fixed"));
                    SetStale(json, node, name);
                    Connect(nodes, links, (int)primitive["id"]!, 0, json, name, type);
                }
            }
        }

        foreach (var type in new[] { "Note", "MarkdownNote", "Int", "Patch" }.Where(_ => random.Next(4) == 0))
        {
            Extra(nodes, type, new JsonArray(), mode: type is "Int" or "Patch" ? 2 : 0);
        }

        var result = new JsonObject { ["id"] = $"graph-{graph.Number}", ["name"] = $"Graph {graph.Number}" };
        if (!isTop)
        {
            AddBorders(result, graph, nodes, links);
        }

        Shuffle(nodes, links);
        result["nodes"] = new JsonArray([.. nodes]);
        result["links"] = new JsonArray([.. links.Select(l => _objects || !isTop ? (JsonNode)l : Row(l))]);
        return result;
    }

    private void AddBorders(JsonObject result, PlanGraph graph, List<JsonObject> nodes, List<JsonObject> links)
    {
        result["inputs"] = new JsonArray([.. graph.Inputs.Select((type, i) => (JsonNode)new JsonObject
        {
            ["name"] = $"in{i}", ["type"] = type,
            ["linkIds"] = new JsonArray([.. links.Where(l => (int)l["origin_id"]! == -10 && (int)l["origin_slot"]! == i).Select(l => l["id"]!.DeepClone())]),
        })]);
        result["outputs"] = new JsonArray([.. graph.Outputs.Select((output, slot) =>
        {
            var (from, fromSlot) = Detour(nodes, links, output.Source.Node, output.Source.Slot, output.Type);
            var link = AddLink(nodes, links, from, fromSlot, -20, slot, output.Type);
            return (JsonNode)new JsonObject { ["name"] = $"out{slot}", ["type"] = output.Type, ["linkIds"] = random.Next(2) == 0 ? [] : new JsonArray(link) };
        })]);
    }

    private JsonObject ClassNode(PlanNode node)
    {
        var json = Node(node.Id, node.Class);
        var values = new JsonArray();
        foreach (var (name, _) in RandomPlan.Classes[node.Class].Widgets)
        {
            values.Add(node.Inputs[name] is JsonNode value ? value.DeepClone() : null);
            if (name is "seed" or "noise_seed")
            {
                values.Add((JsonNode)"randomize");
            }
            else if (name == "image")
            {
                values.Add((JsonNode)"image");
            }
        }

        json["widgets_values"] = random.Next(6) == 0
            ? new JsonObject(RandomPlan.Classes[node.Class].Widgets.Select(w => KeyValuePair.Create(w.Name, (node.Inputs[w.Name] as JsonNode)?.DeepClone())))
            : values;
        return json;
    }

    private JsonObject InstanceNode(PlanNode node)
    {
        var json = Node(node.Id, $"graph-{node.Definition!.Number}");
        // Whatever is not promoted with a value may be promoted without one.
        var shown = node.Promoted.Keys.Concat(node.Definition.Nodes.Where(n => n.Definition is null)
            .SelectMany(n => RandomPlan.Classes[n.Class].Widgets.Where(_ => random.Next(5) == 0).Select(w => (n.Id, w.Name)))).Distinct().ToArray();
        random.Shuffle(shown);
        if (shown.Length > 0 || random.Next(2) == 0)
        {
            json["properties"]!["proxyWidgets"] = new JsonArray([.. shown.Select(s => (JsonNode)new JsonArray($"{s.Item1}", s.Item2))]);
        }

        json["widgets_values"] = node.Promoted.Count == 0 ? [] : new JsonArray([.. shown.Select(s => node.Promoted.GetValueOrDefault(s)?.DeepClone())]);
        return json;
    }

    // A primitive would win over the promoted value.
    private bool IsPromoted(PlanGraph graph, PlanNode node, string widget) =>
        plan.Graphs.SelectMany(g => g.Nodes).Any(n => n.Definition == graph && n.Promoted.ContainsKey((node.Id, widget)));

    private void SetStale(JsonObject json, PlanNode node, string name)
    {
        if (json["widgets_values"] is JsonObject byName)
        {
            byName[name] = null;
            return;
        }

        var values = json["widgets_values"]!.AsArray();
        var at = values.ToList().FindIndex(v => ReferenceEquals(v, null) ? false : JsonNode.DeepEquals(v, (JsonNode)node.Inputs[name]));
        values[at] = null;
    }

    private static string TypeOf(PlanNode node, string input) => node.Definition is not null
        ? node.Definition.Inputs[int.Parse(input[2..])]
        : RandomPlan.Classes[node.Class].Sockets.Concat(RandomPlan.Classes[node.Class].Widgets).First(i => i.Name == input).Type;

    private void Connect(List<JsonObject> nodes, List<JsonObject> links, int from, int slot, JsonObject target, string input, string type)
    {
        (from, slot) = Detour(nodes, links, from, slot, type);
        var inputs = target["inputs"]!.AsArray();
        // Front ends list unconnected sockets too, in whatever order.
        if (random.Next(4) == 0 && (string?)target["type"] == "Any" && inputs.All(i => (string?)i!["name"] != "second") && input != "second")
        {
            inputs.Add((JsonNode)new JsonObject { ["name"] = "second", ["type"] = "*", ["link"] = null });
        }

        var isWidget = RandomPlan.Classes.TryGetValue((string)target["type"]!, out var declared) && declared.Widgets.Any(w => w.Name == input);
        var at = inputs.ToList().FindIndex(i => (string?)i!["name"] == input);
        if (at < 0)
        {
            at = inputs.Count;
            inputs.Add((JsonNode)new JsonObject { ["name"] = input, ["type"] = type });
        }

        if (isWidget)
        {
            inputs[at]!["widget"] = new JsonObject { ["name"] = input };
        }

        var link = AddLink(nodes, links, from, slot, (int)target["id"]!, at, type);
        inputs[at]!["link"] = random.Next(8) == 0 ? null : link;
    }

    // Puts something between that changes nothing.
    private (int From, int Slot) Detour(List<JsonObject> nodes, List<JsonObject> links, int from, int slot, string type)
    {
        while (random.Next(4) == 0)
        {
            var (between, input) = (random.Next(3), type) switch
            {
                (0, "MODEL") => (Extra(nodes, "Patch", new JsonArray(1), mode: 4), "model"),
                (1, _) when type is not "*" => (Extra(nodes, "Foreign", new JsonArray(), mode: 4), "x"),
                _ => (Extra(nodes, "Reroute", new JsonArray()), ""),
            };
            var link = AddLink(nodes, links, from, slot, (int)between["id"]!, 0, type);
            between["inputs"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = input, ["type"] = (string?)between["type"] == "Reroute" ? "*" : type, ["link"] = link });
            between["outputs"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = "", ["type"] = type, ["links"] = new JsonArray() });
            (from, slot) = ((int)between["id"]!, 0);
        }

        return (from, slot);
    }

    private int AddLink(List<JsonObject> nodes, List<JsonObject> links, int from, int slot, int to, int toSlot, string type)
    {
        var id = ++_links;
        links.Add(new JsonObject { ["id"] = id, ["origin_id"] = from, ["origin_slot"] = slot, ["target_id"] = to, ["target_slot"] = toSlot, ["type"] = type });
        if (nodes.SingleOrDefault(n => (int)n["id"]! == from)?["outputs"]!.AsArray() is { } outputs && slot < outputs.Count)
        {
            outputs[slot]!["links"]!.AsArray().Add(id);
        }

        return id;
    }

    private JsonObject Extra(List<JsonObject> nodes, string type, JsonArray values, int mode = 0)
    {
        var node = Node(++_extra, type);
        node["widgets_values"] = values;
        node["mode"] = mode;
        nodes.Add(node);
        return node;
    }

    private static JsonObject Node(int id, string type) =>
        new() { ["id"] = id, ["type"] = type, ["inputs"] = new JsonArray(), ["outputs"] = new JsonArray(), ["properties"] = new JsonObject() };

    private void Shuffle(List<JsonObject> nodes, List<JsonObject> links)
    {
        var (n, l) = (nodes.ToArray(), links.ToArray());
        random.Shuffle(n);
        random.Shuffle(l);
        nodes.Clear();
        nodes.AddRange(n);
        links.Clear();
        links.AddRange(l);
    }

    private static JsonArray Row(JsonObject link) => [.. new[] { "id", "origin_id", "origin_slot", "target_id", "target_slot", "type" }.Select(m => link[m]!.DeepClone())];
}
