using System.Text.Json.Nodes;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Workflows.Reading;

/// <summary>Reads the top graph or one definition; every fault becomes a finding, and what is faulty is left out.</summary>
/// <param name="findings">Receives the faults.</param>
/// <param name="limits">Bounds; nodes count over all graphs read.</param>
/// <param name="isDefinition">Says whether a type is the id of a subgraph definition.</param>
internal sealed class GraphReader(Findings findings, PromptLimits limits, Func<string, bool> isDefinition)
{
    private readonly NodeReader _nodes = new(findings, limits, isDefinition);
    private int _nodesRead;

    /// <summary>Reads a graph.</summary>
    /// <param name="graph">The workflow, or a definition.</param>
    /// <param name="definition">The definition's name; null for the top graph.</param>
    public EditorGraph Read(JsonObject graph, string? definition)
    {
        var where = definition is null ? "the workflow" : $"subgraph '{Shown.Name(definition)}'";
        var path = definition is null ? Array.Empty<string>() : [definition];
        var nodes = new List<EditorNode>();
        var index = new Dictionary<string, int>();
        foreach (var value in List(graph, "nodes", where))
        {
            if (++_nodesRead > limits.MaxNodes)
            {
                findings.Error(WorkflowErrorTypes.TooLarge, "The workflow has too many nodes", $"{where} goes beyond the {limits.MaxNodes} nodes that are accepted");
                break;
            }

            if (_nodes.Read(value, nodes.Count, where, path) is not { } node)
            {
                continue;
            }

            // Notes never run: they may have any id, and leave it to others.
            var isNote = node.Kind == NodeKind.Note;
            var isTaken = index.TryGetValue(node.Id, out var other) && (isNote || nodes[other].Kind != NodeKind.Note);
            if (isTaken && !isNote)
            {
                findings.Error(
                    WorkflowErrorTypes.DuplicateId, "Two nodes have the same id", $"another node of {where} has the id {Shown.Name(node.Id)} already; ids must differ",
                    NodeReader.Place(node, path), definition is null);
                continue;
            }

            if (!isTaken)
            {
                index[node.Id] = nodes.Count;
            }

            nodes.Add(node);
        }

        return new EditorGraph
        {
            Name = definition,
            Nodes = nodes,
            IndexById = index,
            Links = ReadLinks(graph, where),
            Inputs = definition is null ? [] : ReadBorder(graph, "inputs", where),
            Outputs = definition is null ? [] : ReadBorder(graph, "outputs", where),
        };
    }

    private OrderedDictionary<string, EditorLink> ReadLinks(JsonObject graph, string where)
    {
        var links = new OrderedDictionary<string, EditorLink>();
        var place = 0;
        foreach (var value in List(graph, "links", where))
        {
            place++;
            // Deleted links stay as null in some old files.
            if (value is null)
            {
                continue;
            }

            if (ReadLink(value) is not { } link)
            {
                findings.Error(
                    WorkflowErrorTypes.BadFormat, "A link cannot be read",
                    $"entry {place} of the links of {where} is {Plain.Kind(value)}; [id, origin_id, origin_slot, target_id, target_slot, type] or an object with these names is needed, with ids and slot numbers from 0");
            }
            else if (!links.TryAdd(link.Id, link) && links[link.Id] != link)
            {
                findings.Error(WorkflowErrorTypes.DuplicateId, "Two links have the same id", $"{where} has two different links with the id {Shown.Name(link.Id)}; ids must differ");
            }
        }

        return links;
    }

    private static EditorLink? ReadLink(JsonNode value)
    {
        var (id, origin, originSlot, target, targetSlot) = value switch
        {
            JsonArray { Count: >= 5 } row => (row[0], row[1], row[2], row[3], row[4]),
            JsonObject row => (row["id"], row["origin_id"], row["origin_slot"], row["target_id"], row["target_slot"]),
            _ => default,
        };
        return Plain.Id(id) is { } linkId && Plain.Id(origin) is { } originId && Plain.Count(originSlot) is { } from
            && Plain.Id(target) is { } targetId && Plain.Count(targetSlot) is { } to
            ? new EditorLink(linkId, originId, from, targetId, to) : null;
    }

    private List<BorderSlot> ReadBorder(JsonObject graph, string member, string where)
    {
        var slots = new List<BorderSlot>();
        foreach (var value in List(graph, member, where))
        {
            var slot = value as JsonObject;
            if (slot is null || Plain.Text(slot["name"]) is not { } name || Plain.Type(slot["type"]) is not { } type || slot["linkIds"] is not (null or JsonArray))
            {
                findings.Error(
                    WorkflowErrorTypes.BadFormat, "A border of a subgraph cannot be read",
                    $"entry {slots.Count + 1} of the {member} of {where} is {(slot is null ? Plain.Kind(value) : "an object without a good name, type or list linkIds")}; {{\"name\", \"type\", \"linkIds\": [...]}} is needed");
                // Its number must stay taken.
                slots.Add(new BorderSlot("", "*", []));
                continue;
            }

            slots.Add(new BorderSlot(name, type, [.. ((slot["linkIds"] as JsonArray) ?? []).Select(Plain.Id).OfType<string>()]));
        }

        return slots;
    }

    private JsonArray List(JsonObject graph, string member, string where)
    {
        if (graph[member] is JsonArray list)
        {
            return list;
        }

        if (graph[member] is { } other)
        {
            findings.Error(WorkflowErrorTypes.BadFormat, "A list is needed", $"'{member}' of {where} is {Plain.Kind(other)}; a list is needed");
        }

        return [];
    }
}
