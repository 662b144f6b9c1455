using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Declarations;

/// <summary>Writes the <c>object_info</c> entry of a node class (protocol §10) in ComfyUI's keys and key order.</summary>
public static class ObjectInfo
{
    /// <summary>The entry; choices are looked up anew at each call.</summary>
    /// <param name="declaration">The node class.</param>
    /// <param name="services">The host's services, for choices that change.</param>
    public static JsonObject Write(NodeDeclaration declaration, NodeServices services)
    {
        var entry = new JsonObject
        {
            ["input"] = Inputs(declaration, services),
            ["input_order"] = InputOrder(declaration),
            ["is_input_list"] = declaration.TakesLists,
            ["output"] = List(declaration.Outputs.Select(o => (JsonNode?)o.Type)),
            ["output_is_list"] = List(declaration.Outputs.Select(o => (JsonNode?)o.IsList)),
            ["output_name"] = List(declaration.Outputs.Select(o => (JsonNode?)o.Name)),
        };
        if (declaration.Schema == NodeSchema.V3)
        {
            AddV3(entry, declaration);
        }
        else
        {
            AddV1(entry, declaration);
        }

        return entry;
    }

    private static void AddV1(JsonObject entry, NodeDeclaration d)
    {
        entry["name"] = d.Id;
        entry["display_name"] = d.Title ?? d.Id;
        entry["description"] = d.Description;
        entry["python_module"] = d.Module;
        entry["category"] = d.Category;
        entry["output_node"] = d.IsOutput;
        entry["has_intermediate_output"] = false;
        if (d.Outputs.Any(o => o.Tooltip is not null))
        {
            entry["output_tooltips"] = Tooltips(d);
        }

        if (d.Deprecated)
        {
            entry["deprecated"] = true;
        }

        if (d.Experimental)
        {
            entry["experimental"] = true;
        }

        entry["search_aliases"] = List(d.SearchAliases.Select(a => (JsonNode?)a));
        if (d.EssentialsCategory is not null)
        {
            entry["essentials_category"] = d.EssentialsCategory;
        }
    }

    private static void AddV3(JsonObject entry, NodeDeclaration d)
    {
        entry["output_tooltips"] = Tooltips(d);
        entry["output_matchtypes"] = null;
        entry["name"] = d.Id;
        entry["display_name"] = d.Title;
        entry["description"] = d.Description;
        entry["python_module"] = d.Module;
        entry["category"] = d.Category;
        entry["output_node"] = d.IsOutput;
        entry["deprecated"] = d.Deprecated;
        entry["experimental"] = d.Experimental;
        entry["dev_only"] = false;
        entry["api_node"] = false;
        entry["price_badge"] = null;
        entry["search_aliases"] = d.SearchAliases.Count == 0 ? null : List(d.SearchAliases.Select(a => (JsonNode?)a));
        entry["essentials_category"] = d.EssentialsCategory;
        entry["has_intermediate_output"] = false;
    }

    private static JsonObject Inputs(NodeDeclaration d, NodeServices services)
    {
        var groups = new JsonObject { ["required"] = Specs(d.Inputs.Where(i => i is { Optional: false, Hidden: false }), services) };
        if (d.Inputs.Any(i => i is { Optional: true, Hidden: false }))
        {
            groups["optional"] = Specs(d.Inputs.Where(i => i is { Optional: true, Hidden: false }), services);
        }

        var hidden = d.Hidden.Select(h => KeyValuePair.Create(h.Name, HiddenSpec(h, d.Schema)))
            .Concat(d.Inputs.Where(i => i.Hidden).Select(i => KeyValuePair.Create(i.Name, (JsonNode?)i.WriteSpec(services)))).ToList();
        if (hidden.Count > 0)
        {
            groups["hidden"] = new JsonObject(hidden);
        }

        return groups;
    }

    private static JsonObject InputOrder(NodeDeclaration d)
    {
        var order = new JsonObject { ["required"] = Names(d.Inputs.Where(i => i is { Optional: false, Hidden: false })) };
        if (d.Inputs.Any(i => i is { Optional: true, Hidden: false }))
        {
            order["optional"] = Names(d.Inputs.Where(i => i is { Optional: true, Hidden: false }));
        }

        var hidden = d.Hidden.Select(h => h.Name).Concat(d.Inputs.Where(i => i.Hidden).Select(i => i.Name)).ToList();
        if (hidden.Count > 0)
        {
            order["hidden"] = List(hidden.Select(h => (JsonNode?)h));
        }

        return order;
    }

    private static JsonNode? HiddenSpec(HiddenDeclaration hidden, NodeSchema schema) =>
        schema == NodeSchema.V3 ? new JsonArray(hidden.WireKind) : hidden.WireKind;

    private static JsonObject Specs(IEnumerable<InputDeclaration> inputs, NodeServices services) =>
        new(inputs.Select(i => KeyValuePair.Create(i.Name, (JsonNode?)i.WriteSpec(services))));

    private static JsonArray Names(IEnumerable<InputDeclaration> inputs) => List(inputs.Select(i => (JsonNode?)i.Name));

    private static JsonArray Tooltips(NodeDeclaration d) => List(d.Outputs.Select(o => (JsonNode?)o.Tooltip));

    private static JsonArray List(IEnumerable<JsonNode?> items) => new([.. items]);
}
