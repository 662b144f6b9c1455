using System.Text.Json.Nodes;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Workflows.Reading;

/// <summary>The graphs of a file: the top one, and the subgraph definitions that are used. A definition that nothing uses is never looked into.</summary>
internal sealed class Definitions
{
    private readonly Dictionary<string, JsonObject> _written = [];
    private readonly Dictionary<string, EditorGraph> _read = [];
    private readonly GraphReader _reader;
    private readonly Findings _findings;

    public Definitions(JsonObject workflow, Findings findings, PromptLimits limits)
    {
        _findings = findings;
        _reader = new GraphReader(findings, limits, _written.ContainsKey);
        Index(workflow);
        Top = _reader.Read(workflow, null);
        ReadUsed();
    }

    /// <summary>The top graph.</summary>
    public EditorGraph Top { get; }

    /// <summary>All graphs that are used.</summary>
    public IEnumerable<EditorGraph> All => _read.Values.Prepend(Top);

    /// <summary>The definition that a node is an instance of; never null for an instance.</summary>
    public EditorGraph Of(EditorNode instance) => _read[instance.Type];

    private void Index(JsonObject workflow)
    {
        var subgraphs = workflow["definitions"] is JsonObject definitions ? definitions["subgraphs"] : null;
        if (workflow["definitions"] is not (null or JsonObject) || subgraphs is not (null or JsonArray))
        {
            _findings.Error(WorkflowErrorTypes.BadFormat, "The subgraphs cannot be read", "'definitions' must be an object whose 'subgraphs' is a list");
            return;
        }

        var number = 0;
        foreach (var value in subgraphs as JsonArray ?? [])
        {
            number++;
            if (value is not JsonObject definition || Plain.Text(definition["id"]) is not { Length: > 0 } id)
            {
                _findings.Error(
                    WorkflowErrorTypes.BadFormat, "The subgraphs cannot be read", $"entry {number} of definitions.subgraphs is {Shown.Value(value)} without an id; an object with a text 'id' is needed");
            }
            else if (!_written.TryAdd(id, definition))
            {
                _findings.Error(WorkflowErrorTypes.DuplicateId, "Two subgraphs have the same id", $"two definitions have the id {Shown.Name(id)}; ids must differ");
            }
        }
    }

    private void ReadUsed()
    {
        var graphs = new Queue<EditorGraph>([Top]);
        while (graphs.TryDequeue(out var graph))
        {
            foreach (var node in graph.Nodes)
            {
                if (node.Kind == NodeKind.Instance && !_read.ContainsKey(node.Type))
                {
                    var definition = _written[node.Type];
                    var read = _reader.Read(definition, Plain.Text(definition["name"]) ?? node.Type);
                    _read.Add(node.Type, read);
                    graphs.Enqueue(read);
                }
            }
        }
    }
}
