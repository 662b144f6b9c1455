using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>A graph as links and values; the first one is the top.</summary>
internal sealed record Plan(IReadOnlyList<PlanGraph> Graphs);

internal sealed class PlanGraph
{
    public required int Number { get; init; }

    public List<PlanNode> Nodes { get; } = [];

    /// <summary>The types of the inputs from outside.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>What goes outside: type and source.</summary>
    public List<(string Type, PlanLink Source)> Outputs { get; } = [];
}

/// <summary>A node of a class, or an instance of a graph.</summary>
internal sealed class PlanNode
{
    public required int Id { get; init; }

    public string Class { get; init; } = "";

    public PlanGraph? Definition { get; init; }

    /// <summary>Links and, for widgets, constants, by input name; those of an instance are called <c>in0</c>, <c>in1</c> …</summary>
    public Dictionary<string, object> Inputs { get; } = [];

    /// <summary>Constants that an instance sets on widgets of class nodes inside.</summary>
    public Dictionary<(int Node, string Widget), JsonNode> Promoted { get; } = [];
}

internal sealed record PlanLink(int Node, int Slot)
{
    /// <summary>The node that stands for the graph's own inputs.</summary>
    public const int Border = -10;
}

internal static class RandomPlan
{
    // Class: outputs, sockets (name, type), widgets (name, type).
    public static readonly Dictionary<string, (string[] Outputs, (string Name, string Type)[] Sockets, (string Name, string Type)[] Widgets)> Classes = new()
    {
        ["Load"] = (["MODEL", "CLIP"], [], [("name", "COMBO"), ("dtype", "COMBO")]),
        ["Patch"] = (["MODEL"], [("model", "MODEL")], [("strength", "FLOAT")]),
        ["Encode"] = (["CONDITIONING"], [("clip", "CLIP")], [("text", "STRING")]),
        ["Sample"] = (["LATENT"], [("model", "MODEL"), ("positive", "CONDITIONING"), ("negative", "CONDITIONING")],
            [("seed", "INT"), ("steps", "INT"), ("cfg", "FLOAT"), ("sampler", "COMBO"), ("denoise", "FLOAT")]),
        ["Decode"] = (["IMAGE"], [("samples", "LATENT")], []),
        ["Save"] = ([], [("images", "IMAGE")], [("filename_prefix", "STRING")]),
        ["Upload"] = (["IMAGE"], [], [("image", "COMBO"), ("channel", "COMBO")]),
        ["Noise"] = (["NOISE"], [], [("noise_seed", "INT"), ("size", "INT")]),
        ["Int"] = (["INT"], [], [("value", "INT")]),
        ["Any"] = (["*"], [("first", "*"), ("second", "*")], [("number", "INT")]),
    };

    public static Plan Make(Random random)
    {
        // Definitions first: a graph can only hold instances of those made before it.
        var graphs = new List<PlanGraph>();
        for (var n = random.Next(0, 5); n >= 0; n--)
        {
            graphs.Add(Graph(random, graphs, isTop: n == 0));
        }

        graphs.Reverse();
        return new Plan(graphs);
    }

    public static JsonNode Value(Random random, string type) => type switch
    {
        "INT" => random.Next(1, 1000),
        "FLOAT" => random.Next(1, 1000) / 8.0,
        "STRING" => $"text {random.Next(1000)}",
        _ => $"choice {random.Next(100)}",
    };

    private static PlanGraph Graph(Random random, List<PlanGraph> definitions, bool isTop)
    {
        var graph = new PlanGraph { Number = definitions.Count };
        for (var n = random.Next(1, 8); n > 0; n--)
        {
            var id = graph.Nodes.Count + 1;
            graph.Nodes.Add(definitions.Count > 0 && random.Next(3) == 0 ? Instance(random, graph, id, definitions[random.Next(definitions.Count)], isTop) : Class(random, graph, id, isTop));
        }

        for (var n = isTop ? 0 : random.Next(0, 3); n > 0; n--)
        {
            if (Sources(graph, null).ToList() is { Count: > 0 } sources)
            {
                var (source, type) = sources[random.Next(sources.Count)];
                graph.Outputs.Add((type, source));
            }
        }

        return graph;
    }

    private static PlanNode Class(Random random, PlanGraph graph, int id, bool isTop)
    {
        var (name, (_, sockets, widgets)) = Classes.ElementAt(random.Next(Classes.Count));
        var node = new PlanNode { Id = id, Class = name };
        foreach (var (input, type) in sockets)
        {
            if (random.Next(4) > 0 && Link(random, graph, type, isTop) is { } link)
            {
                node.Inputs[input] = link;
            }
        }

        foreach (var (input, type) in widgets)
        {
            node.Inputs[input] = random.Next(4) == 0 && Link(random, graph, type, isTop) is { } link ? link : Value(random, type);
        }

        return node;
    }

    private static PlanNode Instance(Random random, PlanGraph graph, int id, PlanGraph definition, bool isTop)
    {
        var node = new PlanNode { Id = id, Definition = definition };
        for (var i = 0; i < definition.Inputs.Count; i++)
        {
            // Each is linked: what an unlinked one gives has tests of its own.
            node.Inputs[$"in{i}"] = Link(random, graph, definition.Inputs[i], isTop) ?? AddSource(random, graph, definition.Inputs[i], ref id);
        }

        node = new PlanNode { Id = id, Definition = definition }.Also(n => node.Inputs.ToList().ForEach(i => n.Inputs.Add(i.Key, i.Value)));
        foreach (var inner in definition.Nodes.Where(n => n.Definition is null))
        {
            foreach (var (widget, type) in Classes[inner.Class].Widgets)
            {
                if (inner.Inputs[widget] is JsonNode && random.Next(4) == 0)
                {
                    node.Promoted[(inner.Id, widget)] = Value(random, type);
                }
            }
        }

        return node;
    }

    // Some type has no source yet: a node that takes anything stands in for it.
    private static PlanLink AddSource(Random random, PlanGraph graph, string type, ref int id)
    {
        var source = new PlanNode { Id = id, Class = "Any" };
        source.Inputs["number"] = Value(random, "INT");
        graph.Nodes.Add(source);
        id = graph.Nodes.Count + 1;
        return new PlanLink(source.Id, 0);
    }

    private static PlanLink? Link(Random random, PlanGraph graph, string type, bool isTop)
    {
        if (!isTop && random.Next(3) == 0)
        {
            graph.Inputs.Add(type);
            return new PlanLink(PlanLink.Border, graph.Inputs.Count - 1);
        }

        var sources = Sources(graph, type).ToList();
        return sources.Count == 0 ? null : sources[random.Next(sources.Count)].Source;
    }

    private static IEnumerable<(PlanLink Source, string Type)> Sources(PlanGraph graph, string? type) => graph.Nodes
        .SelectMany(n => (n.Definition?.Outputs.Select(o => o.Type) ?? Classes[n.Class].Outputs).Select((t, slot) => (new PlanLink(n.Id, slot), t)))
        .Where(s => type is null || type == "*" || s.t == type || s.t == "*");
}

/// <summary>The API form of a plan, by plain recursion.</summary>
internal static class PlanReader
{
    public static JsonObject ApiForm(Plan plan)
    {
        var prompt = new JsonObject();
        Add(prompt, new Place(plan.Graphs[0], "", null, null));
        return prompt;
    }

    private static void Add(JsonObject prompt, Place place)
    {
        foreach (var node in place.Graph.Nodes)
        {
            if (node.Definition is not null)
            {
                Add(prompt, new Place(node.Definition, $"{place.Prefix}{node.Id}:", place, node));
                continue;
            }

            var inputs = new JsonObject();
            foreach (var (name, value) in node.Inputs)
            {
                inputs[name] = value is PlanLink link ? Resolve(place, link) : (place.Instance?.Promoted.GetValueOrDefault((node.Id, name)) ?? (JsonNode)value).DeepClone();
            }

            prompt[place.Prefix + node.Id] = new JsonObject { ["inputs"] = inputs, ["class_type"] = node.Class };
        }
    }

    private static JsonArray Resolve(Place place, PlanLink link)
    {
        if (link.Node == PlanLink.Border)
        {
            return Resolve(place.Outside!, (PlanLink)place.Instance!.Inputs[$"in{link.Slot}"]);
        }

        var node = place.Graph.Nodes.Single(n => n.Id == link.Node);
        return node.Definition is null
            ? [place.Prefix + node.Id, link.Slot]
            : Resolve(new Place(node.Definition, $"{place.Prefix}{node.Id}:", place, node), node.Definition.Outputs[link.Slot].Source);
    }

    private sealed record Place(PlanGraph Graph, string Prefix, Place? Outside, PlanNode? Instance);
}
