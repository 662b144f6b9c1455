using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Text;

/// <summary>A conditioning whose embeddings are multiplied by a number.</summary>
[Node("ConditioningMultiply", Title = "Conditioning (Multiply)", Category = "model/conditioning/transform", Module = "nodes",
    Description = "Multiplies the encoded text by a number; 1 changes nothing.", SearchAliases = ["scale conditioning", "scale prompt"])]
[Output("CONDITIONING")]
public sealed class ConditioningMultiply : Node
{
    /// <summary>The conditioning; it is not changed.</summary>
    [Input("CONDITIONING")]
    public required Conditioning Conditioning { get; set; }

    /// <summary>The number.</summary>
    [FloatInput(Default = 1.0, Min = -100.0, Max = 100.0, Step = 0.01)]
    public double Multiplier { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="ArgumentException">It is a class label.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(TextEmbeddings.RequireTexts(Conditioning, "conditioning").WithEmbeddings(e => e * Multiplier));
    }
}
