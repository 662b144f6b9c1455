using PixelDiT.Graph.Folders;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Security;

/// <summary>Paths of the server's disk in answers: how it is laid out is for admins, and for everybody where there are no keys.</summary>
internal static class ShownPath
{
    /// <summary>A path as a caller may see it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="folders">Where the base directory is.</param>
    /// <param name="path">A full path.</param>
    /// <returns>The path itself; for one who is no admin relative to the base directory, or of a path outside it its last part.</returns>
    public static string Of(Caller caller, FolderPaths folders, string path)
    {
        if (caller.Scope is null)
        {
            return path;
        }

        var relative = Path.GetRelativePath(folders.Base, path).Replace('\\', '/');
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path))
            : relative;
    }
}
