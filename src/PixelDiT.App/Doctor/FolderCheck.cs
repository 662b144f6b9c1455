using PixelDiT.App.CommandLine;
using PixelDiT.App.Models;
using PixelDiT.Graph.Folders;

namespace PixelDiT.App.Doctor;

/// <summary>The folders: can they be written, and is there room?</summary>
internal static class FolderCheck
{
    private const long Little = 1L << 30;

    /// <summary>Looks at each.</summary>
    public static IEnumerable<Finding> Look(Settings settings)
    {
        var folders = new FolderPaths(settings.Folders);
        yield return Finding.Ok("folders", $"base directory {folders.Base}{(Directory.Exists(folders.Base) ? "" : " (made when it is needed)")}");
        foreach (var (name, path) in new (string, string)[] { ("output", folders.Output), ("input", folders.Input), ("temp", folders.Temp), ("user", folders.User) })
        {
            yield return LookAt(name, path);
        }

        if (FreeSpace(folders.Output) is { } free and < Little)
        {
            yield return Finding.Warn("folders", $"there are only {SummaryText.Bytes(free)} free where results go ({folders.Output})", "make room, or take another disk: --output-directory DIRECTORY");
        }
    }

    private static Finding LookAt(string name, string path)
    {
        var existing = path;
        while (!Directory.Exists(existing))
        {
            if (File.Exists(existing))
            {
                return Finding.Fail("folders", $"{existing} is a file, not a folder", $"move it away, or say where else: --{name}-directory DIRECTORY");
            }

            existing = Path.GetDirectoryName(existing) ?? "/";
        }

        try
        {
            using var file = new FileStream(
                Path.Combine(existing, $".{Guid.NewGuid():N}.doctor"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return Finding.Ok("folders", existing == path ? $"{name}: {path}" : $"{name}: {path} (made when it is needed)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail("folders", $"{name}: {existing} cannot be written: {e.Message}", $"give {Environment.UserName} the right to write there, or say where else: --{name}-directory DIRECTORY");
        }
    }

    private static long? FreeSpace(string path)
    {
        var existing = path;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        try
        {
            return new DriveInfo(existing).AvailableFreeSpace;
        }
        catch (IOException)
        {
            // A disk that does not tell is not a disk that is full.
            return null;
        }
    }
}
