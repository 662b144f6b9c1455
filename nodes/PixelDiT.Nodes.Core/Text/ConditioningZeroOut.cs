using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Text;

/// <summary>A conditioning that says nothing: a text's embedding becomes zero, a class the null class; everything else stays.</summary>
[Node("ConditioningZeroOut", Title = "Conditioning Zero Out", Category = "model/conditioning/transform", Module = "nodes",
    Description = "Replaces the encoded text by zeros.", SearchAliases = ["null conditioning", "clear conditioning"])]
[Output("CONDITIONING")]
public sealed class ConditioningZeroOut : Node
{
    /// <summary>The conditioning; it is not changed.</summary>
    [Input("CONDITIONING")]
    public required Conditioning Conditioning { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(Conditioning.WithEmbeddings(ConditioningEntry.Nothing));
    }
}
