using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PixelDiT.Server.Sockets;

/// <summary>Writes JSON straight to UTF-8 bytes.</summary>
internal static class WireJson
{
    /// <summary>Raw UTF-8 instead of escapes: all clients read it, and texts stay short.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>For reading what was written here: nodes may nest what they show as deep as a writer lets them, which is deeper than readers go without being told.</summary>
    public static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = 2048 };

    [ThreadStatic]
    private static Scratch? _scratch;

    /// <summary>The bytes of what <paramref name="write"/> writes.</summary>
    /// <param name="state">Handed to <paramref name="write"/>, so that it needs no closure.</param>
    /// <param name="write">Writes exactly one JSON value.</param>
    public static byte[] Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        // One buffer and one writer per thread; a nested call gets its own.
        var scratch = _scratch ?? new Scratch();
        _scratch = null;
        try
        {
            scratch.Buffer.ResetWrittenCount();
            scratch.Writer.Reset();
            write(scratch.Writer, state);
            scratch.Writer.Flush();
            return scratch.Buffer.WrittenSpan.ToArray();
        }
        finally
        {
            if (scratch.Buffer.Capacity <= 1 << 20)
            {
                _scratch = scratch;
            }
        }
    }

    [SuppressMessage("Design", "CA1001", Justification = "The writer holds nothing but the buffer; both live as long as their thread.")]
    private sealed class Scratch
    {
        public readonly ArrayBufferWriter<byte> Buffer = new(1024);
        public readonly Utf8JsonWriter Writer;

        public Scratch() => Writer = new Utf8JsonWriter(Buffer, Options);
    }
}
