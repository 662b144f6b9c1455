namespace PixelDiT.Imaging;

/// <summary>Turning what users write into a folder and a name that stay inside a root folder.</summary>
internal static class OutputPath
{
    /// <summary>
    /// Cleans a path as text, without looking at the disk: <c>.</c>, doubled and trailing separators go, <c>..</c> takes back the
    /// part before it. An empty path is <c>.</c>.
    /// </summary>
    public static string Normalise(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            path = path.Replace('\\', '/');
        }

        var rooted = path.StartsWith('/');
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part.Length == 0 || part == ".")
            {
                continue;
            }

            if (part != ".." || (!rooted && (parts.Count == 0 || parts[^1] == "..")))
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        var joined = string.Join('/', parts);
        return rooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }

    /// <summary>Whether a folder, with every symbolic link on the way followed, is the root or lies in it.</summary>
    /// <param name="root">An absolute path.</param>
    /// <param name="folder">An absolute path; need not exist.</param>
    public static bool IsInside(string root, string folder)
    {
        // The common case, no links below the root, costs one look at each part of the subfolder: this runs for every image.
        if (IsBelow(root, folder) && !HasLinks(root, folder))
        {
            return true;
        }

        return IsBelow(Resolve(root), Resolve(folder));
    }

    private static bool IsBelow(string root, string folder)
    {
        var relative = Path.GetRelativePath(root, folder);
        return relative == "." ||
            (!Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    private static bool HasLinks(string root, string folder)
    {
        for (var part = folder; part.Length > root.Length; part = Path.GetDirectoryName(part)!)
        {
            if (new DirectoryInfo(part).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The path with symbolic links followed; parts that do not exist stay as written.</summary>
    private static string Resolve(string path)
    {
        path = Path.GetFullPath(path);
        var resolved = Path.GetPathRoot(path)!;
        foreach (var part in path[resolved.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(Path.Combine(resolved, part));
            var target = next.LinkTarget is null ? null : next.ResolveLinkTarget(returnFinalTarget: true);
            resolved = target is null ? next.FullName : Resolve(target.FullName);
        }

        return resolved;
    }
}
