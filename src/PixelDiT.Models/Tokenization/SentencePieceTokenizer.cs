using System.Text;
using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Models.Tokenization;

/// <summary>Text to token ids through the SentencePiece library. For any thread.</summary>
public sealed class SentencePieceTokenizer : IDisposable
{
    /// <summary>Name of the tensor that holds the tokenizer in ComfyUI's text encoder files.</summary>
    public const string TensorName = "spiece_model";

    private readonly SentencePieceHandle _handle;

    private SentencePieceTokenizer(SentencePieceHandle handle, string source)
    {
        _handle = handle;
        Origin = source;
        if (NativeSentencePiece.Vocabulary(handle.DangerousGetHandle(), out var size, out var bos, out _, out var pad, out _) != 0)
        {
            throw new TokenizerException(source, NativeSentencePiece.LastError());
        }
        (VocabularySize, BosId, PadId) = (size, bos, pad);
    }

    /// <summary>Where the tokenizer came from.</summary>
    public string Origin { get; }

    /// <summary>Number of pieces; every id is below it.</summary>
    public int VocabularySize { get; }

    /// <summary>Id that begins a text: 2 in Gemma. -1 when the model has none.</summary>
    public int BosId { get; }

    /// <summary>Id that fills a text up: 0 in Gemma. -1 when the model has none.</summary>
    public int PadId { get; }

    /// <summary>Loads a serialized SentencePiece model (the content of a <c>tokenizer.model</c>).</summary>
    /// <param name="model">The bytes; they are copied.</param>
    /// <param name="source">Where they came from, for error messages.</param>
    /// <exception cref="TokenizerException">The bytes are no SentencePiece model.</exception>
    public static SentencePieceTokenizer Load(ReadOnlySpan<byte> model, string source)
    {
        var handle = SentencePieceHandle.Load(model, source);
        try
        {
            return new SentencePieceTokenizer(handle, source);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Loads the tokenizer of a text encoder: from the file's <c>spiece_model</c> tensor, else from <c>tokenizer.model</c> in the same folder.</summary>
    /// <param name="file">The text encoder's file.</param>
    /// <exception cref="CheckpointException">There is neither.</exception>
    /// <exception cref="TokenizerException">What was found is no SentencePiece model.</exception>
    public static SentencePieceTokenizer LoadFor(Checkpoint file)
    {
        if (file.Tensors.ContainsKey(TensorName))
        {
            return Load(file.ReadBytes(TensorName), $"{file.Path}, tensor {TensorName}");
        }
        var beside = Path.Combine(file.Folder, "tokenizer.model");
        return File.Exists(beside) ? Load(File.ReadAllBytes(beside), beside)
            : throw new CheckpointException(file.Path, null, $"the text encoder comes without its tokenizer: there is neither a tensor '{TensorName}' nor a file '{beside}'",
                "ComfyUI's packaging of the encoder, or Hugging Face's with its tokenizer.model beside it");
    }

    /// <summary>Encodes a text.</summary>
    /// <param name="text">Any text; empty gives no ids (or BOS alone).</param>
    /// <param name="addBos">Whether <see cref="BosId"/> comes first.</param>
    /// <exception cref="TokenizerException">The library failed; the message is its own.</exception>
    public unsafe int[] Encode(string text, bool addBos = false)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (addBos && BosId < 0)
        {
            throw new TokenizerException(Origin, "the model has no token for the beginning of a text");
        }
        var utf8 = Encoding.UTF8.GetBytes(text);
        var start = addBos ? 1 : 0;
        // A token covers at least one byte of normalized text, which can be longer than the text: then the library tells the room it needs.
        var ids = new int[start + utf8.Length + 8];
        var count = Fill(utf8, ids.AsSpan(start));
        if (count > ids.Length - start)
        {
            ids = new int[start + count];
            count = Fill(utf8, ids.AsSpan(start));
        }
        if (addBos)
        {
            ids[0] = BosId;
        }
        return ids[..(start + count)];
    }

    /// <summary>Frees the native tokenizer.</summary>
    public void Dispose() => _handle.Dispose();

    private unsafe int Fill(byte[] utf8, Span<int> ids)
    {
        var held = false;
        try
        {
            _handle.DangerousAddRef(ref held);
            fixed (byte* text = utf8)
            fixed (int* into = ids)
            {
                return NativeSentencePiece.Encode(_handle.DangerousGetHandle(), text, (nuint)utf8.Length, into, (nuint)ids.Length, out var count) == 0
                    ? checked((int)count)
                    : throw new TokenizerException(Origin, NativeSentencePiece.LastError());
            }
        }
        finally
        {
            if (held)
            {
                _handle.DangerousRelease();
            }
        }
    }
}
