using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Text;

/// <summary>Two encoded texts one after the other, as if they were one long text.</summary>
[Node("ConditioningConcat", Title = "Conditioning (Concat)", Category = "model/conditioning/transform", Module = "nodes",
    Description = "Appends one encoded text to another. Of the second only the first entry is used. PixelDiT reads the first 300 tokens, which a single "
        + "encoded text fills: what stands behind them is left out by the model.")]
[Output("CONDITIONING")]
public sealed class ConditioningConcat : Node
{
    /// <summary>The conditioning whose entries are made longer; it is not changed.</summary>
    [Input("CONDITIONING")]
    public required Conditioning ConditioningTo { get; set; }

    /// <summary>What is appended: its first entry.</summary>
    [Input("CONDITIONING")]
    public required Conditioning ConditioningFrom { get; set; }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The encoded texts have different widths or batches, or are class labels.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var from = TextEmbeddings.First(ConditioningFrom, "conditioning_from", context.Logger);
        return NodeResult.Of(TextEmbeddings.RequireTexts(ConditioningTo, "conditioning_to").WithEmbeddings(to =>
        {
            TextEmbeddings.RequireFit(to, from);
            return cat([to, from], 1); // [B, T + T', D]
        }));
    }
}
