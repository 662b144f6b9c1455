using System.Text.Json.Nodes;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows.Reading;

/// <summary>What the conversion does with a node.</summary>
internal enum NodeKind
{
    /// <summary>A node of a class that the server runs.</summary>
    Class,

    /// <summary>An instance of a subgraph definition.</summary>
    Instance,

    /// <summary>The front end's <c>Reroute</c>.</summary>
    Reroute,

    /// <summary>The front end's <c>PrimitiveNode</c>.</summary>
    Primitive,

    /// <summary><c>Note</c> and <c>MarkdownNote</c>.</summary>
    Note,
}

/// <summary>The values of <c>mode</c> that change the conversion; the others run like 0.</summary>
internal static class NodeModes
{
    public const int Muted = 2;
    public const int Bypassed = 4;
}

/// <summary>A socket as saved; widgets have one too in newer files.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; <c>*</c> where none is given.</param>
/// <param name="Link">The link that it says feeds it, or null.</param>
/// <param name="Widget">The widget it belongs to, or null.</param>
internal sealed record EditorInput(string Name, string Type, string? Link, string? Widget);

/// <summary>An output as saved.</summary>
/// <param name="Type">Its type; <c>*</c> where none is given.</param>
/// <param name="Links">The links that it says it feeds.</param>
internal sealed record EditorOutput(string Type, IReadOnlyList<string> Links);

/// <summary>A row of <c>links</c>.</summary>
internal sealed record EditorLink(string Id, string OriginId, int OriginSlot, string TargetId, int TargetSlot)
{
    /// <summary>The id that stands for the inputs of the subgraph around a link.</summary>
    public const string GraphInput = "-10";

    /// <summary>The id that stands for its outputs.</summary>
    public const string GraphOutput = "-20";
}

/// <summary>A widget of an inner node that an instance shows.</summary>
/// <param name="Node">The inner node's id, or <see cref="OwnInput"/>.</param>
/// <param name="Widget">Its widget, or the instance's input.</param>
/// <param name="Source">Of several equal names inside a nested instance, the node that is meant; usually null.</param>
internal sealed record Promotion(string Node, string Widget, string? Source)
{
    /// <summary>The id that stands for the instance's own input widgets.</summary>
    public const string OwnInput = "-1";

    /// <summary>The name without the ids that early front ends wrote before it, and the last of these.</summary>
    public (string Widget, string? Node) Plain { get; } = PrefixedName.Strip(Widget);

    /// <summary>The number of the instance's own input where it is known; else the name decides.</summary>
    public int? Input { get; init; }

    /// <summary>True when front ends may have saved a mode of <c>control_after_generate</c> after the value.</summary>
    public bool HasControl { get; init; }
}

/// <summary>A node as saved.</summary>
internal sealed class EditorNode
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public NodeKind Kind { get; init; }

    public int Mode { get; init; }

    /// <summary>The title when saved, possibly empty; else null.</summary>
    public string? Title { get; init; }

    /// <summary>The class by which texts such as <c>%KSampler.seed%</c> find the node; null when not saved.</summary>
    public string? SearchName { get; init; }

    /// <summary>The sockets as saved; null when there is no list at all.</summary>
    public IReadOnlyList<EditorInput>? Inputs { get; init; }

    public IReadOnlyList<EditorOutput> Outputs { get; init; } = [];

    /// <summary><c>widgets_values</c>: an array, an object, or null.</summary>
    public JsonNode? Values { get; init; }

    /// <summary>The promoted widgets of an instance; null when not saved.</summary>
    public IReadOnlyList<Promotion>? Promotions { get; init; }

    /// <summary>Values of an instance's own inputs, by name, that its front end could not place when it did away with the promoted widgets; they win.</summary>
    public IReadOnlyDictionary<string, JsonNode>? SetAside { get; init; }
}

/// <summary>An input or output of a subgraph definition.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; <c>*</c> where none is given.</param>
/// <param name="Links">The inner links at its border, in order.</param>
internal sealed record BorderSlot(string Name, string Type, IReadOnlyList<string> Links);

/// <summary>The top graph or a subgraph definition.</summary>
internal sealed class EditorGraph
{
    /// <summary>The definition's name; null for the top graph.</summary>
    public string? Name { get; init; }

    public required IReadOnlyList<EditorNode> Nodes { get; init; }

    public required IReadOnlyDictionary<string, int> IndexById { get; init; }

    /// <summary>The links in the order of the file, by id.</summary>
    public required OrderedDictionary<string, EditorLink> Links { get; init; }

    public IReadOnlyList<BorderSlot> Inputs { get; init; } = [];

    public IReadOnlyList<BorderSlot> Outputs { get; init; } = [];

    /// <summary>The inputs as instances of the definition have them.</summary>
    public IReadOnlyList<Socket> Sockets => field ??= [.. Inputs.Select(i => new Socket(i.Name, i.Type, null))];

    /// <summary>The place of the first input of a name, or null.</summary>
    public int? InputCalled(string name) => InputsCalled(name, null) is [var first, ..] ? first : null;

    /// <summary>The places of the inputs of a name and a type, or of a name and any type (null), in order.</summary>
    public IReadOnlyList<int> InputsCalled(string name, string? type) => InputsByName.GetValueOrDefault((name, type)) ?? [];

    private Dictionary<(string Name, string? Type), List<int>> InputsByName => field ??= Inputs
        .SelectMany((input, i) => new[] { (input.Name, input.Type, Place: i), (input.Name, Type: null!, Place: i) })
        .GroupBy(p => (p.Name, (string?)p.Type)).ToDictionary(g => g.Key, g => g.Select(p => p.Place).ToList());
}
