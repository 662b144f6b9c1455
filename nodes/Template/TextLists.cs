using PixelDiT.Graph.Nodes;

namespace MyNodes;

[Node("SplitText", Title = "Split Text", Category = "my nodes/text")]
[Output("STRING", "part", IsList = true)]
public sealed class SplitText : Node
{
    [StringInput]
    public string Text { get; set; } = "";

    [StringInput(Default = ",")]
    public string Separator { get; set; } = ",";

    public override NodeResult Run(NodeContext context) => NodeResult.Of([Text.Split(Separator, StringSplitOptions.TrimEntries)]);
}

[Node("JoinTexts", Title = "Join Texts", Category = "my nodes/text", TakesLists = true)]
[Output("STRING", "text")]
public sealed class JoinTexts : Node
{
    [StringInput(ForceInput = true)]
    public IReadOnlyList<string> Parts { get; set; } = [];

    [StringInput(Default = ", ")]
    public IReadOnlyList<string> Separator { get; set; } = [];

    public override NodeResult Run(NodeContext context) => NodeResult.Of(string.Join(Separator[0], Parts));
}
