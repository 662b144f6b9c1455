using Microsoft.Extensions.Logging;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Text;

/// <summary>The single embedding that is brought into every entry of another conditioning.</summary>
internal static partial class OtherEntry
{
    /// <summary>Embedding of the first entry; a warning tells of others that are left out.</summary>
    public static Tensor Of(Conditioning conditioning, string input, ILogger logger)
    {
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
