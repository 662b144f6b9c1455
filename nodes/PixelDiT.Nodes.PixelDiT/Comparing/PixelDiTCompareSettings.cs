using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Comparing;

/// <summary>Runs what makes an image once for each value of a parameter, and shows the results in a grid.</summary>
/// <remarks>The nodes that depend on the parameter are copied for each value; all others run once, and copies that ran before come from the cache.</remarks>
[Node("PixelDiTCompareSettings", Title = "PixelDiT Compare Settings", Category = "PixelDiT",
    Description = "Makes the linked image once for each value of one parameter and puts the results into a labelled grid. Values that were run before come from the cache.",
    SearchAliases = ["xy plot", "parameter sweep", "compare", "grid"])]
[Output("IMAGE", "grid", Tooltip = "A grid with an image for each value.")]
public sealed class PixelDiTCompareSettings : Node, ILazyInputs
{
    /// <summary>Most values of one comparison.</summary>
    public const int MaxValues = 64;

    /// <summary>Where the image comes from. It is not made with its own settings unless they are among the values.</summary>
    [Input("IMAGE", Lazy = true, Tooltip = "The image whose making is repeated.")]
    public object? Image { get; set; }

    /// <summary>Name of the input that changes.</summary>
    [StringInput(Default = "cfg", Tooltip = "The name of the input that changes, such as cfg, steps, seed or sampler_name.")]
    public string Parameter { get; set; } = "cfg";

    /// <summary>The values: one on a line, or several on one line with commas between them; texts one on a line.</summary>
    [StringInput(Multiline = true, Default = "2, 4, 6", Tooltip = "The values, with commas between them or one on a line. At most 64; texts one on a line.")]
    public string Values { get; set; } = "2, 4, 6";

    /// <summary>Whose input it is; empty for the nearest node that has one of that name.</summary>
    [StringInput(Default = "", Optional = true, Tooltip = "Id or class of the node whose input it is. Empty takes the nearest node before the image that has such an input.")]
    public string Node { get; set; } = "";

    /// <summary>Columns of the grid; 0 for as many as rows, or one more.</summary>
    [IntInput(Default = 0, Min = 0, Max = 64, Optional = true, Tooltip = "Images in a row. 0 makes the grid about as many columns wide as rows high.")]
    public int Columns { get; set; }

    /// <summary>The graph.</summary>
    [HiddenInput(HiddenInput.DynamicPrompt, Name = "dynprompt")]
    public required IDynamicPrompt DynamicPrompt { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> CheckLazyStatus(LazyContext context) => [];

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">No node has such an input, or a value does not fit it.</exception>
    public override NodeResult Run(NodeContext context)
    {
        // The image is never asked for, so the property stays empty.
        var image = DynamicPrompt.Find(context.NodeId)!.Inputs["image"] as NodeLink ?? throw new SamplingSettingException("image", "no link", "an image from another node");
        var upstream = new Upstream(DynamicPrompt, image.NodeId);
        var varied = upstream.FindVaried(Node, Parameter);
        var affected = upstream.DependentOn(varied);
        var graph = context.NewGraph();
        var grid = graph.Add("PixelDiTImageGrid", "grid").Set("columns", (long)Columns);
        var labels = new List<string>();
        foreach (var (number, text) in Texts(varied).Index())
        {
            var (value, problem) = varied.Declaration.FindInput(Parameter)!.Read(text, context.Services);
            if (problem is not null)
            {
                throw new SamplingSettingException("values", $"'{text}'", $"a value for {Parameter} of {varied.ClassType} (node {varied.Id}): {problem}");
            }
            labels.Add($"{Parameter} = {text}");
            grid.Set(number == 0 ? "images" : $"images_{number + 1}", Copy(graph, affected, varied, value, number)[image.NodeId].Output(image.Slot));
        }
        grid.Set("labels", string.Join('\n', labels));
        return NodeResult.Of(grid.Output(0)).WithExpansion(graph);
    }

    private List<string> Texts(DynamicNode varied)
    {
        // A comma may belong to a text.
        var isText = varied.Declaration.FindInput(Parameter)!.Type == "STRING";
        var options = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        List<string> texts = [.. Values.Split(isText ? ['\n'] : ['\n', ','], options)];
        return texts.Count is >= 1 and <= MaxValues ? texts
            : throw new SamplingSettingException("values", texts.Count == 0 ? "empty" : $"a list of {texts.Count}", $"1 to {MaxValues} values");
    }

    /// <summary>Adds a copy of all affected nodes, by the ids of the originals; the rest stays linked as it is.</summary>
    private Dictionary<string, GraphNode> Copy(GraphBuilder graph, IReadOnlyList<DynamicNode> affected, DynamicNode varied, object? value, int number)
    {
        var copies = affected.ToDictionary(n => n.Id, n => graph.Add(n.ClassType, $"{number + 1}.{n.Id}"));
        foreach (var node in affected)
        {
            var copy = copies[node.Id];
            copy.DisplayId = node.DisplayId;
            foreach (var (name, given) in node.Inputs)
            {
                copy.Set(name, given is NodeLink link && copies.TryGetValue(link.NodeId, out var source) ? source.Output(link.Slot) : given);
            }
        }
        copies[varied.Id].Set(Parameter, value);
        return copies;
    }
}
