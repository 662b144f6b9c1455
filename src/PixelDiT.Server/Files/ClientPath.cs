using System.Text;
using PixelDiT.Graph.Folders;
using IOPath = System.IO.Path;

namespace PixelDiT.Server.Files;

/// <summary>
/// A path that a client sent, looked up inside one folder. Every route that takes names of files goes through here. The rules are those of all systems together,
/// so that a folder moved from one to another holds no surprise: a backslash separates on Windows, so it may stand in no name.
/// </summary>
/// <param name="Full">The full path, inside the folder also when symbolic links are followed; null when it was refused.</param>
/// <param name="Refusal">Why.</param>
internal readonly record struct ClientPath(string? Full, PathRefusal Refusal)
{
    private const int MaxLength = 1024;
    private const int MaxNameBytes = 255;

    // Windows opens the device behind such a name, whatever its extension.
    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    /// <summary>The path of something that is to be read, or deleted.</summary>
    /// <param name="root">The folder, a full path.</param>
    /// <param name="path">What the client sent, decoded once; empty for the folder itself.</param>
    public static ClientPath Existing(string root, string path) => Look(root, path, creating: false);

    /// <summary>The path of something that may be created: names that another system could not have are refused as well.</summary>
    /// <param name="root">The folder, a full path.</param>
    /// <param name="path">What the client sent, decoded once; empty for the folder itself.</param>
    public static ClientPath New(string root, string path) => Look(root, path, creating: true);

    /// <summary>True for a name, or path, that cannot belong to any file.</summary>
    public static bool IsMalformed(string path) => path.Length > MaxLength || path.Any(c => c < ' ' || c == '\x7F') || !IsWellFormed(path);

    private static ClientPath Look(string root, string path, bool creating)
    {
        root = IOPath.TrimEndingDirectorySeparator(root);
        if (path.Length == 0)
        {
            return new ClientPath(root, PathRefusal.None);
        }

        if (IsMalformed(path))
        {
            return new ClientPath(null, PathRefusal.BadName);
        }

        if (LeadsOutside(path) || LeadsOutsideDecoded(path))
        {
            return new ClientPath(null, PathRefusal.Outside);
        }

        if (path.Contains('\\') || path.Split('/').Any(name => Encoding.UTF8.GetByteCount(name) > MaxNameBytes || (creating && IsForeignName(name))))
        {
            return new ClientPath(null, PathRefusal.BadName);
        }

        var full = IOPath.TrimEndingDirectorySeparator(IOPath.GetFullPath(IOPath.Combine(root, path)));
        return full == root || FolderPaths.WithinReal(root, IOPath.GetRelativePath(root, full)) is not null
            ? new ClientPath(full, PathRefusal.None)
            : new ClientPath(null, PathRefusal.Outside);
    }

    // As text, with the separators of every system; passing through the outside counts as outside.
    private static bool LeadsOutside(string path)
    {
        if (path[0] is '/' or '\\' || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0])))
        {
            return true;
        }

        var depth = 0;
        foreach (var name in path.Split('/', '\\'))
        {
            depth += name switch { "" or "." => 0, ".." => -1, _ => 1 };
            if (depth < 0)
            {
                return true;
            }
        }

        return false;
    }

    // Encoded twice, or more often: it leads nowhere here, but whoever sent it meant it to.
    private static bool LeadsOutsideDecoded(string path)
    {
        for (var round = 0; round < 4 && path.Contains('%'); round++)
        {
            path = Uri.UnescapeDataString(path);
            if (LeadsOutside(path))
            {
                return true;
            }
        }

        return false;
    }

    // Ends in a dot or blank, which Windows drops; or is a device.
    private static bool IsForeignName(string name) =>
        name is not ("" or "." or "..") && (name[^1] is '.' or ' ' || Devices.Contains(name.Split('.')[0].TrimEnd()));

    private static bool IsWellFormed(string path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (char.IsHighSurrogate(path[i]) && i + 1 < path.Length && char.IsLowSurrogate(path[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(path[i]))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Why a client's path is not used.</summary>
internal enum PathRefusal
{
    /// <summary>It is.</summary>
    None,

    /// <summary>It leads out of its folder.</summary>
    Outside,

    /// <summary>No file can, or should, have this name.</summary>
    BadName,
}
