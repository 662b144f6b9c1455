using System.Runtime.InteropServices;

namespace PixelDiT.Models.Checkpoints;

/// <summary>Memory with tensors, there as long as a handle on it is held: tensors made in place each hold one, so it outlives the reader.</summary>
internal abstract class CheckpointMemory(long length) : SafeHandle(0, ownsHandle: true)
{
    /// <summary>Length in bytes.</summary>
    public long Length { get; } = length;

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Address of byte 0; valid while this handle is open.</summary>
    public nint Address => handle;

    /// <summary>Bytes, without a copy. The caller keeps this handle open while using them.</summary>
    public unsafe ReadOnlySpan<byte> Bytes(long offset, int length) => new((byte*)handle + offset, length);

    /// <summary>Bytes as a stream. The caller keeps this handle open while reading.</summary>
    public unsafe Stream Stream(long offset, long length) => new UnmanagedMemoryStream((byte*)handle + offset, length);

    /// <summary>Brings a range in from the disk ahead of its use, so that loading, not the first forward pass, waits for the disk.</summary>
    public virtual void Prefetch(long offset, long length)
    {
    }
}
