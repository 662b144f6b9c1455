using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Text;

/// <summary>A text as the network understands it.</summary>
[Node("CLIPTextEncode", Title = "CLIP Text Encode (Prompt)", Category = "model/conditioning", Module = "nodes",
    Description = "Encodes a text, so that it can guide a model towards a picture or away from it.",
    SearchAliases = ["text", "prompt", "positive prompt", "negative prompt"])]
[Output("CONDITIONING", Tooltip = "The encoded text.")]
public sealed partial class CLIPTextEncode : Node
{
    /// <summary>The text; empty or blank stands for no text at all.</summary>
    [StringInput(Multiline = true, DynamicPrompts = true, Tooltip = "The text.")]
    public required string Text { get; set; }

    /// <summary>The text encoder.</summary>
    [Input("CLIP", Tooltip = "The text encoder.")]
    public required Clip Clip { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        var encoded = Clip.Encode(Text);
        if (encoded.IsTruncated)
        {
            LogTruncated(context.Logger, encoded.PromptTokens);
        }
        // The network reads no mask: only the embeddings become part of the value.
        encoded.AttentionMask.Dispose();
        return NodeResult.Of(new Conditioning([new ConditioningEntry(encoded.Embeddings)]));
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The prompt has {Tokens} tokens; its end does not fit and is left out.")]
    private static partial void LogTruncated(ILogger logger, int tokens);
}
