using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace PixelDiT.Models.Checkpoints;

/// <summary>A whole file in memory, read-only.</summary>
internal sealed partial class MappedMemory : CheckpointMemory
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private unsafe MappedMemory(MemoryMappedFile file, MemoryMappedViewAccessor view, long length) : base(length)
    {
        _file = file;
        _view = view;
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        SetHandle((nint)(pointer + view.PointerOffset));
    }

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

    // Advice only: where the system has no such call, pages come in when they are touched.
    /// <inheritdoc/>
    public override void Prefetch(long offset, long length)
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
