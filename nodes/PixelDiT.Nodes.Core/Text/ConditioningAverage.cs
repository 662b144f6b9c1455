using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Text;

/// <summary>A point between two encoded texts: strength · to + (1 - strength) · from.</summary>
[Node("ConditioningAverage", Title = "Conditioning (Average)", Category = "model/conditioning/transform", Module = "nodes",
    Description = "Mixes two encoded texts into one. Of the second only the first entry is used.",
    SearchAliases = ["blend prompts", "interpolate conditioning", "mix prompts"])]
[Output("CONDITIONING")]
public sealed class ConditioningAverage : Node
{
    /// <summary>The conditioning whose entries are mixed; it is not changed.</summary>
    [Input("CONDITIONING")]
    public required Conditioning ConditioningTo { get; set; }

    /// <summary>What is mixed in: its first entry, cut or filled up with zeros to the other's number of tokens.</summary>
    [Input("CONDITIONING")]
    public required Conditioning ConditioningFrom { get; set; }

    /// <summary>Share of the first, 0 … 1.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 1.0, Step = 0.01)]
    public double ConditioningToStrength { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The encoded texts have different widths or batches, or are class labels.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var from = TextEmbeddings.First(ConditioningFrom, "conditioning_from", context.Logger);
        return NodeResult.Of(TextEmbeddings.RequireTexts(ConditioningTo, "conditioning_to").WithEmbeddings(to =>
        {
            TextEmbeddings.RequireFit(to, from);
            return (to * ConditioningToStrength) + (Tokens(from, to.shape[1]) * (1 - ConditioningToStrength)); // [B, T, D]
        }));
    }

    private static Tensor Tokens(Tensor embedding, long count)
    {
        if (embedding.shape is not [var batch, var own, var width] || own >= count)
        {
            return embedding.narrow(1, 0, count);
        }
        return cat([embedding, zeros([batch, count - own, width], embedding.dtype, embedding.device)], 1);
    }
}
