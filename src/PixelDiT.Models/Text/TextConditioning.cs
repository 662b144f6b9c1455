using static TorchSharp.torch;

namespace PixelDiT.Models.Text;

/// <summary>A prompt as the network takes it.</summary>
public sealed class TextConditioning : IDisposable
{
    internal TextConditioning(Tensor embeddings, Tensor attentionMask, int tokens, int promptTokens, int promptLimit, bool truncated)
    {
        (Embeddings, AttentionMask, Tokens, PromptTokens, PromptLimit, IsTruncated) = (embeddings, attentionMask, tokens, promptTokens, promptLimit, truncated);
    }

    /// <summary>[1, T, width] float32 on the CPU, outside every dispose scope; T is the length asked for.</summary>
    public Tensor Embeddings { get; }

    /// <summary>[1, T] float32 on the CPU: 1 for text, 0 for padding. The network does not read it; nodes show it.</summary>
    public Tensor AttentionMask { get; }

    /// <summary>Tokens of instruction and prompt with the beginning-of-text token, before they were cut.</summary>
    public int Tokens { get; }

    /// <summary>Tokens that the prompt added to the instruction; 0 for a blank prompt.</summary>
    public int PromptTokens { get; }

    /// <summary>Tokens that a prompt may add to the instruction; what is beyond is cut off.</summary>
    public int PromptLimit { get; }

    /// <summary>Whether the prompt was too long and its end was cut off.</summary>
    public bool IsTruncated { get; }

    /// <summary>Frees both tensors.</summary>
    public void Dispose()
    {
        Embeddings.Dispose();
        AttentionMask.Dispose();
    }
}
