using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Text;

/// <summary>Two conditionings side by side: what the network predicts for each is averaged by strength.</summary>
[Node("ConditioningCombine", Title = "Conditioning (Combine)", Category = "model/conditioning/transform", Module = "nodes", EssentialsCategory = "Image Generation",
    Description = "Lets two conditionings guide the picture at once. Each costs a pass of the network at every step at which it acts.",
    SearchAliases = ["combine prompts", "merge conditioning", "mix prompts"])]
[Output("CONDITIONING")]
public sealed class ConditioningCombine : Node
{
    /// <summary>The one; it is not changed.</summary>
    [Input("CONDITIONING", Name = "conditioning_1")]
    public required Conditioning Conditioning1 { get; set; }

    /// <summary>The other; it is not changed.</summary>
    [Input("CONDITIONING", Name = "conditioning_2")]
    public required Conditioning Conditioning2 { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(new Conditioning([.. Conditioning1.Entries, .. Conditioning2.Entries]));
}
