using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Gemma2;
using PixelDiT.Models.Layers;
using PixelDiT.Models.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Text;

/// <summary>
/// The whole way from a prompt to the network's text input: instruction, tokenizer, padding, Gemma-2, selection.
/// </summary>
/// <remarks>
/// 1. A blank prompt is BOS and padding. 2. Otherwise the instruction goes before the prompt, and the ids are padded or cut to n + T - 2, n = tokens of the
/// instruction alone with BOS. 3. Gemma-2 runs over them with the padding masked. 4. Token 0 and the last T - 1 are kept.
/// The instruction's keys and values are computed once and kept: in a causal model they do not depend on what follows.
/// Not for two threads at once.
/// </remarks>
public sealed class TextEncoder : ILoadedModel
{
    private readonly Gemma2Encoder _encoder;
    private readonly SentencePieceTokenizer _tokenizer;
    private readonly int _padId;
    private (string? Text, int[] Ids)? _instruction;
    private InstructionState? _state;

    private TextEncoder(Gemma2Encoder encoder, SentencePieceTokenizer tokenizer)
    {
        _encoder = encoder;
        _tokenizer = tokenizer;
        _padId = Math.Max(tokenizer.PadId, 0);
    }

    /// <summary>Sizes of the encoder.</summary>
    public Gemma2Config Config => _encoder.Config;

    /// <summary>Where weights and arithmetic are.</summary>
    public Device Device => _encoder.Device;

    /// <summary>Width of the embeddings.</summary>
    public int Width => _encoder.Config.Width;

    /// <inheritdoc/>
    public long WeightBytes => _encoder.WeightBytes;

    /// <summary>Loads encoder and tokenizer.</summary>
    /// <param name="path">A file with a Gemma-2 and, in it or beside it, its tokenizer.</param>
    /// <param name="policy">Device and text encoder element type; the machine's defaults when null.</param>
    /// <exception cref="CheckpointException">The file is damaged or another kind of model, or there is no tokenizer.</exception>
    /// <exception cref="TokenizerException">The tokenizer is damaged.</exception>
    public static TextEncoder Load(string path, ComputePolicy? policy = null)
    {
        using var file = Checkpoint.Open(path);
        _ = Gemma2Layout.FindPrefix(file);
        var tokenizer = SentencePieceTokenizer.LoadFor(file);
        try
        {
            return new TextEncoder(Gemma2Encoder.Load(file, policy ?? ComputePolicy.Default), tokenizer);
        }
        catch
        {
            tokenizer.Dispose();
            throw;
        }
    }

    /// <summary>Checks a file without reading weights: a complete Gemma-2, and a tokenizer in it or beside it.</summary>
    /// <param name="path">A model file of any container.</param>
    /// <returns>The sizes found in the file.</returns>
    /// <exception cref="CheckpointException">The file is damaged, incomplete or another kind of model, or there is no tokenizer.</exception>
    /// <exception cref="TokenizerException">The tokenizer is damaged.</exception>
    public static Gemma2Config Check(string path)
    {
        var config = Gemma2Encoder.Check(path);
        using var file = Checkpoint.Open(path);
        SentencePieceTokenizer.LoadFor(file).Dispose();
        return config;
    }

    /// <summary>Token ids of a prompt as they enter the encoder, instruction and padding included.</summary>
    /// <param name="prompt">Any text.</param>
    /// <param name="options">The usual ones when null.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public int[] Tokenize(string prompt, TextEncoderOptions? options = null) => Prepare(prompt, Checked(options)).Ids;

    /// <summary>Encodes a prompt.</summary>
    /// <param name="prompt">Any text; <c>\(</c> and <c>\)</c> mean the bare parentheses, as in ComfyUI.</param>
    /// <param name="options">The usual ones when null.</param>
    /// <param name="adapters">What is added to the encoder's layers for this text, on its device; null (the default) for nothing.</param>
    /// <returns>The conditioning; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the adapters are another model's.</exception>
    public TextConditioning Encode(string prompt, TextEncoderOptions? options = null, AdapterSet? adapters = null)
    {
        options = Checked(options);
        var text = Prepare(prompt, options);
        using var scope = NewDisposeScope();
        var mask = text.Mask();
        var hidden = text.IsBlank ? Blank(options, adapters) : Hidden(text, mask, options, adapters);    // [1, T, width]
        var kept = mask[^(options.MaxLength - 1)..].Prepend(mask[0]).Select(m => m ? 1f : 0f).ToArray();
        return new TextConditioning(
            hidden.cpu().contiguous().DetachFromDisposeScope(),
            tensor(kept, [1, options.MaxLength]).DetachFromDisposeScope(),
            text.Tokens, text.PromptTokens, text.Ids.Length - text.Instruction.Length, text.Tokens > text.Ids.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _state?.Dispose();
        _state = null;
        _encoder.Dispose();
        _tokenizer.Dispose();
    }

    private static TextEncoderOptions Checked(TextEncoderOptions? options)
    {
        options ??= TextEncoderOptions.Default;
        if (options.MaxLength < 2 || !(options.AttentionSoftCap >= 0))
        {
            throw new ArgumentException($"MaxLength is {options.MaxLength}, AttentionSoftCap {options.AttentionSoftCap}; expected at least 2 and at least 0", nameof(options));
        }
        return options;
    }

    private Tokenized Prepare(string prompt, TextEncoderOptions options)
    {
        prompt = prompt.Replace("\\(", "(", StringComparison.Ordinal).Replace("\\)", ")", StringComparison.Ordinal);
        if (string.IsNullOrWhiteSpace(prompt))
        {
            return new Tokenized(Fit([_tokenizer.BosId], options.MaxLength), [_tokenizer.BosId], 1, 0, true, _padId);
        }
        var instruction = InstructionIds(options.Instruction);
        var ids = EndOfTurn.Encode(_tokenizer, options.Instruction is { } own ? own + prompt : Instruction.Prepend(prompt));
        // Of an instruction everything but BOS is left out in the end; where there is none, nothing is.
        var length = Math.Max(instruction.Length, 2) + options.MaxLength - 2;
        return new Tokenized(Fit(ids, length), instruction, ids.Length, Math.Max(ids.Length - instruction.Length, 0), false, _padId);
    }

    private int[] InstructionIds(string? text)
    {
        if (_instruction is not { } kept || kept.Text != text)
        {
            kept = (text, _tokenizer.Encode(text ?? Instruction.Text, addBos: true));
            _instruction = kept;
        }
        return kept.Ids;
    }

    private int[] Fit(int[] ids, int length)
    {
        var fitted = new int[length];
        Array.Fill(fitted, _padId);
        ids.AsSpan(0, Math.Min(ids.Length, length)).CopyTo(fitted);
        return fitted;
    }

    /// <summary>
    /// BOS and one padding token stand for all: padding sees BOS alone, attention over one key is that key's value wherever the query stands,
    /// so every padding token has the same hidden state.
    /// </summary>
    private Tensor Blank(TextEncoderOptions options, AdapterSet? adapters)
    {
        var pair = _encoder.Forward([_tokenizer.BosId, _padId], [true, false], options.AttentionSoftCap, adapters);     // [1, 2, width]
        return cat([pair.narrow(1, 0, 1), pair.narrow(1, 1, 1).expand(1, options.MaxLength - 1, Width)], 1);
    }

    private Tensor Hidden(Tokenized text, bool[] mask, TextEncoderOptions options, AdapterSet? adapters)
    {
        var state = State(text.Instruction, options.AttentionSoftCap, adapters);
        var first = text.Ids.Length - (options.MaxLength - 1);
        // The prompt's first letters may merge with the instruction's last token, and a prompt may bring its own text: only what is equal can be taken over.
        var shared = Math.Min(text.Ids.AsSpan().CommonPrefixLength(state.Ids), first);
        var rest = _encoder.Forward(text.Ids.AsSpan(shared), mask.AsSpan(shared), options.AttentionSoftCap, state.KeyValues, shared, keep: null, adapters);
        var begin = shared > 0 ? state.FirstHidden : rest.narrow(1, 0, 1);
        return cat([begin, rest.narrow(1, first - shared, options.MaxLength - 1)], 1);
    }

    private InstructionState State(int[] instruction, double softCap, AdapterSet? adapters)
    {
        if (_state?.SoftCap != softCap || !_state.Ids.AsSpan().SequenceEqual(instruction) || !AdapterSet.AreSame(_state.Adapters, adapters))
        {
            _state?.Dispose();
            _state = null;
            _state = Remember(instruction, softCap, adapters);
        }
        return _state;
    }

    private InstructionState Remember(int[] ids, double softCap, AdapterSet? adapters)
    {
        var keyValues = new KeyValues();
        try
        {
            using var scope = NewDisposeScope();
            var hidden = _encoder.Forward(ids, default, softCap, null, 0, keyValues, adapters);
            return new InstructionState(ids, softCap, adapters, keyValues, hidden.narrow(1, 0, 1).clone().DetachFromDisposeScope());
        }
        catch
        {
            keyValues.Dispose();
            throw;
        }
    }

    /// <summary>What the encoder needs not compute again: BOS and instruction.</summary>
    private sealed record InstructionState(int[] Ids, double SoftCap, AdapterSet? Adapters, KeyValues KeyValues, Tensor FirstHidden) : IDisposable
    {
        public void Dispose()
        {
            KeyValues.Dispose();
            FirstHidden.Dispose();
        }
    }

    private sealed record Tokenized(int[] Ids, int[] Instruction, int Tokens, int PromptTokens, bool IsBlank, int PadId)
    {
        /// <summary>False from the first padding token on.</summary>
        public bool[] Mask()
        {
            var end = Array.IndexOf(Ids, PadId) is var pad and >= 0 ? pad : Ids.Length;
            return [.. Enumerable.Range(0, Ids.Length).Select(i => i < end)];
        }
    }
}
