using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Workflows.Linking;
using PixelDiT.Graph.Workflows.Reading;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows.Flattening;

/// <summary>Writes the nodes that run in API form (protocol §8.6).</summary>
internal sealed class PromptWriter(
    ClassShapes shapes, SavedValues saved, LinkResolver links, Findings findings, Budget budget)
{
    private readonly HashSet<EditorNode> _told = [];

    /// <summary>The graph in API form.</summary>
    /// <param name="nodes">The nodes, in the order of the export.</param>
    public JsonObject Write(IReadOnlyList<(Frame Frame, int Node)> nodes)
    {
        var written = new OrderedDictionary<string, JsonObject>();
        foreach (var (frame, node) in nodes)
        {
            var id = frame.IdOf(node);
            budget.AddText(id.Length);
            var json = WriteNode(frame, node);
            if (!written.TryAdd(id, json))
            {
                findings.Error(
                    WorkflowErrorTypes.DuplicateId, "Two nodes have the same id",
                    "another node has this id once subgraphs are written out; a text with ':' as id can meet the id of an inner node", frame.PlaceOf(node));
            }
        }

        return new JsonObject(JavaScriptOrder.Of(written, n => n.Key).Select(n => KeyValuePair.Create(n.Key, (JsonNode?)n.Value)));
    }

    private JsonObject WriteNode(Frame frame, int index)
    {
        var node = frame.Graph.Nodes[index];
        var shape = shapes.Find(node.Type);
        var inputs = new OrderedDictionary<string, Entry>();
        if (shape is not null)
        {
            AddWidgets(inputs, frame, index, shape);
        }
        else
        {
            AddUnknown(inputs, frame, node);
        }

        AddConnections(inputs, frame, index);
        var title = node.Title ?? shape?.Declaration.Title ?? node.Type;
        budget.AddText(title.Length + node.Type.Length);
        if (shape is null)
        {
            Explain(frame, index);
        }

        var values = JavaScriptOrder.Of(inputs, i => i.Key).Select(i => KeyValuePair.Create(i.Key, Finish(frame, index, shape, i.Key, i.Value)));
        return new JsonObject
        {
            ["inputs"] = new JsonObject(values),
            ["class_type"] = node.Type,
            ["_meta"] = new JsonObject { ["title"] = title },
        };
    }

    private void AddWidgets(OrderedDictionary<string, Entry> inputs, Frame frame, int index, ClassShape shape)
    {
        var node = frame.Graph.Nodes[index];
        var values = saved.Of(node, shape);
        for (var i = 0; i < shape.Widgets.Count; i++)
        {
            var name = shape.Widgets[i].Name;
            if (frame.Promoted.OfNode(node.Id, name) is { } promoted)
            {
                inputs[name] = new Entry(promoted, null, new Origin("promoted by", frame.Parent, frame.Instance));
            }
            else if (values[i] is { } value)
            {
                inputs[name] = new Entry(value, null, new Origin(values.Where(i)));
            }
        }

        if (values.Defaulted.Count > 0 && findings.TakesNotices && _told.Add(node))
        {
            findings.Notice(frame.PlaceOf(index), $"no value is saved for {string.Join(", ", values.Defaulted.Take(10).Select(n => $"'{n}'"))}{(values.Defaulted.Count > 10 ? " …" : "")}; defaults were taken");
        }
    }

    // Without a declaration only names tell what a value is for.
    private static void AddUnknown(OrderedDictionary<string, Entry> inputs, Frame frame, EditorNode node)
    {
        foreach (var (name, value) in node.Values as JsonObject ?? [])
        {
            inputs[name] = new Entry(frame.Promoted.OfNode(node.Id, name) ?? value, null, new Origin("in 'widgets_values'"));
        }
    }

    // The server will say that it does not know the class; some of these have another reason than a missing pack.
    private void Explain(Frame frame, int index)
    {
        var type = frame.Graph.Nodes[index].Type;
        if (Guid.TryParse(type, out _))
        {
            findings.Error(
                WorkflowErrorTypes.MissingSubgraph, "A subgraph is not defined",
                "it is an instance of a subgraph that is not among definitions.subgraphs; save the whole workflow, not a part of it", frame.PlaceOf(index));
        }
        else if (type.StartsWith("workflow>", StringComparison.Ordinal) || type.StartsWith("workflow/", StringComparison.Ordinal))
        {
            findings.Error(
                WorkflowErrorTypes.UnsupportedNode, "A node cannot be converted",
                "it is a group node, which subgraphs have replaced; convert it to a subgraph in the editor", frame.PlaceOf(index));
        }
    }

    private void AddConnections(OrderedDictionary<string, Entry> inputs, Frame frame, int index)
    {
        var sockets = frame.Wiring.Sockets(index);
        budget.AddSteps(sockets.Count);
        for (var i = 0; i < sockets.Count; i++)
        {
            if (frame.Wiring[index, i] is not { } source)
            {
                continue;
            }

            switch (links.Resolve(frame, index, i, source))
            {
                case Resolved.Link link:
                    inputs[sockets[i].Name] = new Entry(null, link, new Origin(""));
                    break;
                // A primitive writes into widgets; a socket without one gets nothing from it.
                case Resolved.Constant { FromPrimitive: true } when sockets[i].Widget is null:
                    break;
                case Resolved.Constant constant:
                    inputs[sockets[i].Name] = new Entry(constant.Value, null, constant.Origin);
                    break;
                case var other when other == Resolved.Dropped:
                    inputs.Remove(sockets[i].Name);
                    break;
            }
        }
    }

    private JsonNode? Finish(Frame frame, int index, ClassShape? shape, string name, Entry entry)
    {
        budget.AddText(name.Length);
        if (entry.Link is { } link)
        {
            var source = link.Frame.IdOf(link.Node);
            budget.AddText(source.Length);
            return new JsonArray(source, link.Slot);
        }

        var widget = shape is not null && shape.IndexOf(name) is >= 0 and var i ? shape.Widgets[i] : null;
        if (widget?.Fits(entry.Value) == false)
        {
            findings.Error(
                WorkflowErrorTypes.BadWidgetValue, "A widget has a value of the wrong type",
                $"widget '{Shown.Name(name)}' has {Plain.Kind(entry.Value)} ({entry.Origin}); {widget.Wanted} is needed", frame.PlaceOf(index), input: name, received: entry.Value);
        }

        if (widget?.Input.Options?["dynamicPrompts"] is not null && findings.TakesNotices && HasChoices(entry.Value))
        {
            findings.Notice(frame.PlaceOf(index), $"the choices {{a|b}} in '{Shown.Name(name)}' stay as they are; the editor makes them before it sends a workflow");
        }

        budget.AddText(Length(entry.Value));
        var value = entry.Value?.DeepClone();
        // An array as it is would be a link.
        return value is JsonArray ? new JsonObject { ["__value__"] = value } : value;
    }

    private static bool HasChoices(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is var text && text.IndexOf('{') is >= 0 and var at && text.IndexOf('|', at) >= 0;

    private static long Length(JsonNode? value) => value switch
    {
        JsonArray list => list.Sum(Length) + list.Count,
        JsonObject members => members.Sum(m => m.Key.Length + Length(m.Value)),
        _ => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>().Length : 8,
    };

    /// <summary>An input on its way: a value or a link.</summary>
    private sealed record Entry(JsonNode? Value, Resolved.Link? Link, Origin Origin);
}
