using PixelDiT.Graph.Nodes;

namespace MyNodes;

[Node("ShoutAgain", Title = "Shout Again", Category = "my nodes/text")]
[Output("STRING", "loud")]
public sealed class ShoutAgain : Node
{
    [StringInput]
    public string Text { get; set; } = "";

    [IntInput(Default = 2, Min = 1, Max = 100)]
    public int Times { get; set; } = 2;

    public override NodeResult Run(NodeContext context)
    {
        var graph = context.NewGraph();
        object text = Text;
        for (var i = 0; i < Times; i++)
        {
            text = graph.Add("ShoutText").Set("text", text).Output(0);
        }

        return NodeResult.Of(text).WithExpansion(graph);
    }
}
