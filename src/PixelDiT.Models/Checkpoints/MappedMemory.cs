using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace PixelDiT.Models.Checkpoints;

/// <summary>
/// A whole file in memory, read-only, as long as a handle on it is held: tensors made in place each hold one, so the pages outlive the reader.
/// </summary>
internal sealed partial class MappedMemory : SafeHandle
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private unsafe MappedMemory(MemoryMappedFile file, MemoryMappedViewAccessor view, long length) : base(0, ownsHandle: true)
    {
        _file = file;
        _view = view;
        Length = length;
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        SetHandle((nint)(pointer + view.PointerOffset));
    }

    /// <summary>Length of the file in bytes.</summary>
    public long Length { get; }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Address of byte 0; valid while this handle is open.</summary>
    public nint Address => handle;

    /// <summary>Maps an open file; the stream may be closed afterwards.</summary>
    public static MappedMemory Map(FileStream stream)
    {
        var length = stream.Length;
        var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        try
        {
            return new MappedMemory(file, file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of the file, without a copy. The caller keeps this handle open while using them.</summary>
    public unsafe ReadOnlySpan<byte> Bytes(long offset, int length) => new((byte*)handle + offset, length);

    /// <summary>Bytes of the file as a stream. The caller keeps this handle open while reading.</summary>
    public unsafe Stream Stream(long offset, long length) => new UnmanagedMemoryStream((byte*)handle + offset, length);

    /// <summary>
    /// Brings a range in from the disk ahead of its use, so that loading, not the first forward pass, waits for the disk.
    /// Advice only: where the system has no such call, pages come in when they are touched.
    /// </summary>
    public void Prefetch(long offset, long length)
    {
        if (!OperatingSystem.IsLinux() || length <= 0)
        {
            return;
        }
        var page = Environment.SystemPageSize;
        var start = (handle + (nint)offset) / page * page;
        var bytes = (nuint)(handle + (nint)(offset + length) - start);
        // Populating also builds the page tables; kernels before 5.14 know only the plain read-ahead.
        if (Advise(start, bytes, PopulateRead) != 0)
        {
            _ = Advise(start, bytes, WillNeed);
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        return true;
    }

    private const int WillNeed = 3;
    private const int PopulateRead = 22;

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
