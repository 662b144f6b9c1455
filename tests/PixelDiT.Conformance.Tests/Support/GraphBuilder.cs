using System.Globalization;
using System.Text.Json.Nodes;

namespace PixelDiT.Conformance.Tests.Support;

/// <summary>Puts a graph in API form together. Ids are texts such as <c>lazy[classic]3</c>: servers must not expect numbers.</summary>
/// <param name="prefix">Beginning of every id.</param>
internal sealed class GraphBuilder(string prefix)
{
    private readonly JsonObject _nodes = [];
    private int _last;

    /// <summary>The graph as it stands; a copy.</summary>
    public JsonObject ToPrompt() => _nodes.DeepClone().AsObject();

    /// <summary>Adds a node with a numbered id.</summary>
    public GraphNode Node(string classType, params (string Name, object? Value)[] inputs) => NodeWithId($"{++_last}", classType, inputs);

    /// <summary>Adds a node, or replaces one.</summary>
    public GraphNode NodeWithId(string id, string classType, params (string Name, object? Value)[] inputs)
    {
        var node = new GraphNode(prefix + id, classType, []);
        foreach (var (name, value) in inputs)
        {
            node.Set(name, value);
        }

        _nodes[node.Id] = new JsonObject { ["class_type"] = classType, ["inputs"] = node.Inputs };
        return node;
    }

    /// <summary>Removes a node; links to it stay.</summary>
    public void Remove(GraphNode node) => _nodes.Remove(node.Id);

    /// <summary>Gives all nodes of a class the same value.</summary>
    public void SetAll(string classType, string input, JsonNode value)
    {
        foreach (var (_, node) in _nodes)
        {
            if ((string)node!["class_type"]! == classType)
            {
                node["inputs"]![input] = value.DeepClone();
            }
        }
    }

    /// <summary>An image of one colour.</summary>
    public GraphNode Image(string content, int size = 64) => Node("StubImage", ("content", content), ("height", size), ("width", size), ("batch_size", 1));

    /// <summary>A mask of one value, or of several when that is a link to a list.</summary>
    public GraphNode Mask(object value, int size = 64) => Node("StubMask", ("value", value), ("height", size), ("width", size), ("batch_size", 1));

    /// <summary>An image saved under the prefix of the run.</summary>
    public GraphNode Save(JsonNode images) => Node("SaveImage", ("images", images));

    public GraphNode Preview(JsonNode images) => Node("PreviewImage", ("images", images));
}

/// <summary>A node of a graph that is being built.</summary>
internal sealed record GraphNode(string Id, string ClassType, JsonObject Inputs)
{
    /// <summary>A link to one of its outputs.</summary>
    public JsonArray Out(int slot) => [Id, slot];

    /// <summary>Sets an input; a <see cref="double"/> keeps its decimal point, so that 5.0 is sent as such.</summary>
    public void Set(string name, object? value) => Inputs[name] = value switch
    {
        null => null,
        double real => JsonNode.Parse(real.ToString("0.0###############", CultureInfo.InvariantCulture)),
        JsonNode node => node,
        string text => text,
        int number => number,
        bool flag => flag,
        _ => throw new ArgumentException($"a {value.GetType()} is no value of an input", nameof(value)),
    };
}
