using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Folders;

namespace PixelDiT.App.Serve;

/// <summary>
/// The temp directory (protocol §9.1), which is emptied when a server starts and when it stops: but not while another server uses it. Each server holds a shared lock
/// on a file in it, and empties it only when it can have the file alone. The operating system lets go of a lock when its process ends, however it ends.
/// </summary>
internal sealed class TempFolder : IDisposable
{
    /// <summary>Name of the file that is locked.</summary>
    internal const string LockName = ".pixeldit-lock";

    private const int Tries = 50;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    private readonly FolderPaths _folders;
    private readonly ILogger _logger;
    private FileStream? _used;

    private TempFolder(FolderPaths folders, ILogger logger) => (_folders, _logger) = (folders, logger);

    /// <summary>Empties the directory if nobody else uses it, and uses it from now on. A directory that cannot be emptied is logged, and used as it is.</summary>
    /// <param name="folders">Where it is.</param>
    /// <param name="logger">Hears why it was not emptied.</param>
    public static TempFolder Enter(FolderPaths folders, ILogger logger)
    {
        var folder = new TempFolder(folders, logger);
        try
        {
            Directory.CreateDirectory(folders.Temp);
            using (var alone = folder.Lock(FileAccess.ReadWrite, FileShare.None))
            {
                if (alone is null)
                {
                    Log.TempInUse(logger, folders.Temp);
                }
                else
                {
                    Empty(folders.Temp);
                }
            }

            // Another server may be emptying it at this moment.
            for (var tries = 0; tries < Tries && (folder._used = folder.Lock(FileAccess.Read, FileShare.Read)) is null; tries++)
            {
                Thread.Sleep(BetweenTries);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.TempNotEmptied(logger, folders.Temp, e.Message);
        }

        return folder;
    }

    /// <summary>Uses the directory no more; the last one deletes it.</summary>
    public void Dispose()
    {
        _folders.UnwrittenTemp?.Drop();
        _used?.Dispose();
        try
        {
            using var alone = Directory.Exists(_folders.Temp) ? Lock(FileAccess.ReadWrite, FileShare.None) : null;
            if (alone is not null)
            {
                Empty(_folders.Temp);
                alone.Dispose();
                Directory.Delete(_folders.Temp, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.TempNotEmptied(_logger, _folders.Temp, e.Message);
        }
    }

    // Null when another process has it.
    private FileStream? Lock(FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(Path.Combine(_folders.Temp, LockName), FileMode.OpenOrCreate, access, share, bufferSize: 1);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(Path.Combine(_folders.Temp, LockName)))
        {
            return null;
        }
    }

    private static void Empty(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry.Name == LockName)
            {
                continue;
            }

            // A link goes, not what it leads to.
            if (entry is DirectoryInfo { LinkTarget: null } directory)
            {
                directory.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }
}
