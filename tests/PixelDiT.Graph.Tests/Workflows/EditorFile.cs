using System.Text.Json.Nodes;
using PixelDiT.Graph.Workflows;

namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>Builds editor-form graphs as the front end saves them: links stand in the table, at the input and at the output.</summary>
internal class EditorFile
{
    private readonly Dictionary<string, JsonObject> _byId = [];
    private int _links;

    public EditorFile() => Json = new JsonObject { ["version"] = 0.4, ["nodes"] = new JsonArray(), ["links"] = new JsonArray() };

    public JsonObject Json { get; }

    /// <summary>True writes links as objects.</summary>
    public bool LinksAreObjects { get; init; }

    public JsonArray Nodes => Json["nodes"]!.AsArray();

    public JsonArray Links => Json["links"]!.AsArray();

    public JsonObject this[JsonNode id] => _byId[id.ToString()];

    public EditorFile Node(JsonNode id, string type, [System.Diagnostics.CodeAnalysis.StringSyntax("Json")] string? values = null, int mode = 0, string? title = null)
    {
        var node = new JsonObject { ["id"] = id, ["type"] = type, ["mode"] = mode, ["inputs"] = new JsonArray(), ["outputs"] = new JsonArray(), ["properties"] = new JsonObject() };
        if (values is not null)
        {
            node["widgets_values"] = JsonNode.Parse(values);
        }

        if (title is not null)
        {
            node["title"] = title;
        }

        _byId.Add(id.ToString(), node);
        Nodes.Add((JsonNode)node);
        return this;
    }

    /// <summary>Connects an output to an input; <paramref name="widget"/> marks the input as a widget's socket.</summary>
    public EditorFile Link(JsonNode from, int slot, JsonNode to, string input, string type = "*", bool widget = false)
    {
        var id = ++_links;
        var targetSlot = 0;
        if (_byId.TryGetValue(to.ToString(), out var target))
        {
            var inputs = target["inputs"]!.AsArray();
            targetSlot = inputs.ToList().FindIndex(i => (string?)i!["name"] == input);
            if (targetSlot < 0)
            {
                targetSlot = inputs.Count;
                Input(to, input, type, widget);
            }

            inputs[targetSlot]!["link"] = id;
        }

        if (_byId.TryGetValue(from.ToString(), out var origin))
        {
            var outputs = origin["outputs"]!.AsArray();
            while (outputs.Count <= slot)
            {
                outputs.Add((JsonNode)new JsonObject { ["name"] = $"out{outputs.Count}", ["type"] = type, ["links"] = new JsonArray() });
            }

            outputs[slot]!["links"]!.AsArray().Add(id);
        }

        AddRow(id, from, slot, to, targetSlot, type);
        return this;
    }

    public EditorFile Input(JsonNode node, string name, string type = "*", bool widget = false)
    {
        var input = new JsonObject { ["name"] = name, ["type"] = type, ["link"] = null };
        if (widget)
        {
            input["widget"] = new JsonObject { ["name"] = name };
        }

        this[node]["inputs"]!.AsArray().Add((JsonNode)input);
        return this;
    }

    public EditorFile Output(JsonNode node, string type)
    {
        this[node]["outputs"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = type, ["type"] = type, ["links"] = new JsonArray() });
        return this;
    }

    public EditorFile Promote(JsonNode node, [System.Diagnostics.CodeAnalysis.StringSyntax("Json")] string proxies)
    {
        this[node]["properties"]!["proxyWidgets"] = JsonNode.Parse(proxies);
        return this;
    }

    public EditorFile Define(params Definition[] definitions)
    {
        Json["definitions"] = new JsonObject { ["subgraphs"] = new JsonArray([.. definitions.Select(d => (JsonNode)d.Json)]) };
        return this;
    }

    public ConversionResult Convert() => EditorTestNode.Converter.Convert(Json);

    /// <summary>The converted inputs, <c>{id: {input: value}}</c>, in order.</summary>
    public string Inputs()
    {
        var result = Convert();
        Assert.That(result.Error, Is.Null);
        return new JsonObject(result.Prompt!.Select(n => KeyValuePair.Create(n.Key, n.Value!["inputs"]?.DeepClone()))).ToJsonString();
    }

    protected int AddRow(int id, JsonNode from, int slot, JsonNode to, int targetSlot, string type)
    {
        Links.Add(LinksAreObjects || this is Definition
            ? (JsonNode)new JsonObject
            {
                ["id"] = id, ["origin_id"] = from.DeepClone(), ["origin_slot"] = slot, ["target_id"] = to.DeepClone(), ["target_slot"] = targetSlot, ["type"] = type,
            }
            : new JsonArray(id, from.DeepClone(), slot, to.DeepClone(), targetSlot, type));
        return id;
    }
}

/// <summary>Builds a subgraph definition.</summary>
internal sealed class Definition : EditorFile
{
    public Definition(string id, string name)
    {
        Json.Remove("version");
        Json["id"] = id;
        Json["name"] = name;
        Json["inputNode"] = new JsonObject { ["id"] = -10 };
        Json["outputNode"] = new JsonObject { ["id"] = -20 };
        Json["inputs"] = new JsonArray();
        Json["outputs"] = new JsonArray();
    }

    /// <summary>Adds an input that feeds these inner inputs (all widgets' sockets if <paramref name="widget"/>).</summary>
    public Definition In(string name, string type, bool widget, params (JsonNode Node, string Input)[] targets)
    {
        var inputs = Json["inputs"]!.AsArray();
        var ids = new JsonArray();
        foreach (var (node, input) in targets)
        {
            Link(-10, inputs.Count, node, input, type, widget);
            ids.Add(Links[^1]!["id"]!.DeepClone());
        }

        inputs.Add((JsonNode)new JsonObject { ["id"] = name, ["name"] = name, ["type"] = type, ["linkIds"] = ids });
        return this;
    }

    /// <summary>Adds an output that an inner output feeds.</summary>
    public Definition Out(string name, string type, JsonNode? node = null, int slot = 0)
    {
        var outputs = Json["outputs"]!.AsArray();
        var ids = new JsonArray();
        if (node is not null)
        {
            Link(node, slot, -20, "", type);
            Links[^1]!["target_slot"] = outputs.Count;
            ids.Add(Links[^1]!["id"]!.DeepClone());
        }

        outputs.Add((JsonNode)new JsonObject { ["id"] = name, ["name"] = name, ["type"] = type, ["linkIds"] = ids });
        return this;
    }
}
