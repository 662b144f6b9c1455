using PixelDiT.Graph.Nodes;

namespace MyNodes;

[Node("ShoutText", Title = "Shout Text", Category = "my nodes/text", Description = "Makes a text loud.")]
[Output("STRING", "loud")]
public sealed class ShoutText : Node
{
    [StringInput(Multiline = true, Tooltip = "What to shout.")]
    public string Text { get; set; } = "";

    [IntInput(Default = 1, Min = 0, Max = 10)]
    public int Marks { get; set; } = 1;

    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(Text.ToUpperInvariant() + new string('!', Marks));
}
