using Microsoft.Extensions.Logging;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Text;

/// <summary>What nodes that compute with encoded texts ask of them.</summary>
internal static partial class TextEmbeddings
{
    /// <summary>The conditioning, if its entries are encoded texts: there is no arithmetic for class labels.</summary>
    public static Conditioning RequireTexts(Conditioning conditioning, string input) => conditioning.Entries.All(e => e.Kind == ConditioningKind.Text)
        ? conditioning
        : throw new ArgumentException($"{input} is a class label; this node computes with encoded texts. ConditioningCombine takes class labels.", input);

    /// <summary>Embedding of the first entry, which is brought into every entry of another conditioning; a warning tells of others that are left out.</summary>
    public static Tensor First(Conditioning conditioning, string input, ILogger logger)
    {
        RequireTexts(conditioning, input);
        if (conditioning.Entries.Count > 1)
        {
            LogEntriesLeftOut(logger, input, conditioning.Entries.Count);
        }
        return conditioning.Entries[0].Embedding;
    }

    /// <summary>Refuses embeddings of other width, or of other batch, before the tensor library does.</summary>
    public static void RequireFit(Tensor to, Tensor from)
    {
        if (to.shape is not [var batch, _, var width] || from.shape is not [var otherBatch, _, var otherWidth] || batch != otherBatch || width != otherWidth)
        {
            throw new ArgumentException(
                $"The encoded texts are [{string.Join(", ", to.shape)}] and [{string.Join(", ", from.shape)}]: [batch, tokens, width] must agree in batch "
                + "and width. Encode both with the same text encoder.", nameof(from));
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Input} has {Count} entries; only the first is used.")]
    private static partial void LogEntriesLeftOut(ILogger logger, string input, int count);
}
