using System.Runtime.InteropServices;

namespace PixelDiT.Models.Tokenization;

/// <summary>The C functions of native/sentencepiece. Each returns 0, or 1 with the reason in the calling thread's last error.</summary>
internal static unsafe partial class NativeSentencePiece
{
    private const string Library = "pixeldit_sentencepiece";

    /// <summary>The calling thread's last error.</summary>
    public static string LastError() => Marshal.PtrToStringUTF8((nint)Error()) is { Length: > 0 } text ? text : "unknown error";

    [LibraryImport(Library, EntryPoint = "pdsp_load")]
    public static partial int Load(byte* model, nuint length, out nint handle);

    [LibraryImport(Library, EntryPoint = "pdsp_free")]
    public static partial void Free(nint handle);

    [LibraryImport(Library, EntryPoint = "pdsp_encode")]
    public static partial int Encode(nint handle, byte* text, nuint length, int* ids, nuint capacity, out nuint count);

    [LibraryImport(Library, EntryPoint = "pdsp_vocabulary")]
    public static partial int Vocabulary(nint handle, out int size, out int bos, out int eos, out int pad, out int unknown);

    [LibraryImport(Library, EntryPoint = "pdsp_error")]
    private static partial byte* Error();
}

/// <summary>A tokenizer in the native library.</summary>
internal sealed class SentencePieceHandle : SafeHandle
{
    public SentencePieceHandle() : base(0, ownsHandle: true)
    {
    }

    /// <summary>Loads a serialized SentencePiece model.</summary>
    /// <exception cref="TokenizerException">The bytes are no such model.</exception>
    public static unsafe SentencePieceHandle Load(ReadOnlySpan<byte> model, string source)
    {
        fixed (byte* bytes = model)
        {
            if (NativeSentencePiece.Load(bytes, (nuint)model.Length, out var native) != 0)
            {
                throw new TokenizerException(source, NativeSentencePiece.LastError());
            }
            var loaded = new SentencePieceHandle();
            loaded.SetHandle(native);
            return loaded;
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeSentencePiece.Free(handle);
        return true;
    }
}
