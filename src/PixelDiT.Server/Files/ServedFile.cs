using PixelDiT.Graph.Folders;
using IOPath = System.IO.Path;

namespace PixelDiT.Server.Files;

/// <summary>Finds the file that a request to <c>/view</c> means, or the status that says why not (protocol §2.5).</summary>
/// <param name="Path">Full path of an existing file; empty when <paramref name="Status"/> is not 200.</param>
/// <param name="Name">Its name, for Content-Disposition.</param>
/// <param name="Status">200, 400, 403 or 404.</param>
internal readonly record struct ServedFile(string Path, string Name, int Status)
{
    /// <summary>Looks a file up; nothing outside the folder of <paramref name="type"/> is ever found.</summary>
    /// <param name="folders">Where files lie.</param>
    /// <param name="filename">The name, perhaps with <c> [output]</c> or another folder at its end; null when the request has none.</param>
    /// <param name="type">The folder when the name says none; null for output.</param>
    /// <param name="subfolder">A path below the folder; null or empty for the folder itself.</param>
    public static ServedFile Find(FolderPaths folders, string? filename, string? type, string? subfolder)
    {
        if (filename is null)
        {
            return Refused(404);
        }

        var (name, annotated) = FolderPaths.SplitAnnotation(filename);
        if (name.Length == 0 || name.StartsWith('/') || name.StartsWith('\\') || name.Contains("..", StringComparison.Ordinal))
        {
            return Refused(400);
        }

        if (folders.DirectoryOf(annotated ?? type ?? "output") is not { } directory)
        {
            return Refused(400);
        }

        if (!string.IsNullOrEmpty(subfolder))
        {
            if (Inside(directory, subfolder) is not { } below)
            {
                return Refused(403);
            }

            directory = below;
        }

        // A path in the name is dropped, not followed.
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var path = FolderPaths.Within(directory, last);
        return path is not null && File.Exists(path) ? new ServedFile(path, last, 200) : Refused(404);
    }

    /// <summary>The full path of a folder below another, or that folder itself; null when it leads outside.</summary>
    public static string? Inside(string directory, string subfolder)
    {
        if (subfolder.Contains('\0') || IOPath.IsPathRooted(subfolder) || subfolder.StartsWith('\\'))
        {
            return null;
        }

        var root = IOPath.TrimEndingDirectorySeparator(directory);
        var full = IOPath.TrimEndingDirectorySeparator(IOPath.GetFullPath(IOPath.Combine(root, subfolder)));
        return full == root || full.StartsWith(root + IOPath.DirectorySeparatorChar, StringComparison.Ordinal) ? full : null;
    }

    private static ServedFile Refused(int status) => new("", "", status);
}
