using System.Runtime.InteropServices;

namespace PixelDiT.Imaging;

/// <summary>
/// A complete file that has no final name yet. It lies in its folder under a name that begins with <c>.pixeldit-</c> and ends
/// with <c>.tmp</c>, so a process killed at any moment leaves nothing half-written under a final name. Disposing deletes
/// what was not published.
/// </summary>
public sealed partial class PendingFile : IDisposable
{
    private const string Prefix = ".pixeldit-";
    private const string Suffix = ".tmp";
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromMinutes(10);
    private static long _count;

    private readonly string _folder;
    private readonly string _temporary;
    private bool _published;

    private PendingFile(string folder, string temporary)
    {
        _folder = folder;
        _temporary = temporary;
    }

    /// <summary>Writes the bytes into a folder under a temporary name.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="bytes">The whole content.</param>
    /// <returns>The file, to be published and disposed.</returns>
    /// <exception cref="IOException">The folder is missing, or the disk full.</exception>
    public static PendingFile Create(string folder, ReadOnlySpan<byte> bytes)
    {
        // The process id and a counter are unique on one machine; the random part is for folders shared by several.
        var name = $"{Prefix}{Environment.ProcessId:x}-{Interlocked.Increment(ref _count):x}-{Random.Shared.Next():x8}{Suffix}";
        var pending = new PendingFile(folder, Path.Combine(folder, name));
        try
        {
            // Shared freely: nobody else knows the name, and a lock would be two more system calls.
            using var handle = File.OpenHandle(pending._temporary, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.Write(handle, bytes, 0);
        }
        catch
        {
            pending.Dispose();
            throw;
        }

        return pending;
    }

    /// <summary>Gives the file its final name, unless a file of that name exists. Atomic; the content is never seen in part.</summary>
    /// <param name="fileName">A name without folders.</param>
    /// <returns>False when the name is taken; then another one can be tried.</returns>
    /// <exception cref="IOException">The folder refuses the name.</exception>
    public bool TryPublish(string fileName)
    {
        ObjectDisposedException.ThrowIf(_published, this);
        var final = Path.Combine(_folder, fileName);
        _published = OperatingSystem.IsLinux() ? RenameNew(_temporary, final) : MoveNew(_temporary, final);
        return _published;
    }

    /// <summary>Gives the file its final name, replacing a file of that name. Atomic.</summary>
    /// <param name="fileName">A name without folders.</param>
    /// <exception cref="IOException">The folder refuses the name.</exception>
    public void Replace(string fileName)
    {
        ObjectDisposedException.ThrowIf(_published, this);
        File.Move(_temporary, Path.Combine(_folder, fileName), overwrite: true);
        _published = true;
    }

    /// <summary>Deletes the file if it was not published.</summary>
    public void Dispose()
    {
        if (!_published)
        {
            File.Delete(_temporary);
            _published = true;
        }
    }

    /// <summary>Whether a file name is one of the temporary names.</summary>
    internal static bool IsTemporary(string fileName) =>
        fileName.StartsWith(Prefix, StringComparison.Ordinal) && fileName.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Deletes a temporary file that a killed process left; younger ones may still be being written.</summary>
    internal static void DeleteIfLeftover(string path, DateTimeOffset now)
    {
        try
        {
            if (now - new DateTimeOffset(File.GetLastWriteTimeUtc(path)) > LeftoverAge)
            {
                File.Delete(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process was quicker, or owns it: tidying up is no reason to fail a save.
        }
    }

    // RENAME_NOREPLACE does in one step what rename cannot (it replaces) and link cannot everywhere (it needs hard links).
    private static bool RenameNew(string from, string to)
    {
        const int atCurrentFolder = -100, noReplace = 1, exists = 17, invalid = 22, notImplemented = 38, notSupported = 95;
        if (RenameAt(atCurrentFolder, from, atCurrentFolder, to, noReplace) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            exists => false,
            invalid or notImplemented or notSupported => MoveNew(from, to), // a file system without the flag
            _ => throw new IOException($"{to}: cannot be created: {Marshal.GetPInvokeErrorMessage(error)}", error),
        };
    }

    private static bool MoveNew(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to) || Directory.Exists(to))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt(int fromFolder, string from, int toFolder, string to, uint flags);
}
