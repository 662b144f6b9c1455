using PixelDiT.Graph.Folders;
using IOPath = System.IO.Path;

namespace PixelDiT.Server.Files;

/// <summary>Finds the file that a request to <c>/view</c> means, or the status that says why not (protocol §2.5).</summary>
/// <param name="Path">Full path of an existing file; empty when <paramref name="Status"/> is not 200.</param>
/// <param name="Name">Its name, for Content-Disposition.</param>
/// <param name="Status">200, 400, 403, 404, or 507 for a preview that is in memory as yet and cannot be written.</param>
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

        // A path in the name is dropped, not followed.
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        string? directory;
        try
        {
            directory = folders.DirectoryOf(annotated ?? type ?? "output", last);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused(507);
        }

        if (directory is null)
        {
            return Refused(400);
        }

        if (ClientPath.Existing(directory, subfolder ?? "").Full is not { } folder)
        {
            return Refused(403);
        }

        var found = ClientPath.Existing(directory, IOPath.Combine(IOPath.GetRelativePath(directory, folder), last));
        return found.Full is not null && last.Length > 0 && File.Exists(found.Full) ? new ServedFile(found.Full, last, 200) : Refused(404);
    }

    private static ServedFile Refused(int status) => new("", "", status);
}
