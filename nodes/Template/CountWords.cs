using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;

namespace MyNodes;

[Node("CountWords", Title = "Count Words", Category = "my nodes/text", IsOutput = true)]
[Output("INT", "words")]
public sealed class CountWords : Node
{
    [StringInput]
    public string Text { get; set; } = "";

    public override NodeResult Run(NodeContext context)
    {
        var words = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            // ... long work on words[i] ...
            context.Report(i + 1, words.Length);
        }

        return NodeResult.Of(words.Length).WithUi(new JsonObject { ["text"] = new JsonArray($"{words.Length} words") });
    }
}
