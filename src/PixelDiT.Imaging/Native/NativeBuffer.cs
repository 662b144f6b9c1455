using System.Runtime.InteropServices;

namespace PixelDiT.Imaging.Native;

/// <summary>Owns an encoded file in native memory.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe ref struct NativeBuffer(byte* memory, nuint size)
{
    /// <summary>The file; valid until <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Bytes => new(memory, checked((int)size));

    public void Dispose() => VipsNative.Free(memory);
}
