namespace PixelDiT.Graph.Folders;

/// <summary>Looks through symbolic links: a path that lies in a folder as text may lead elsewhere on disk.</summary>
internal static class RealPath
{
    // As many as Linux follows for one path; more of them are a loop.
    private const int MostLinks = 40;

    /// <summary>True when a path, with every link below the root followed, still lies in the root.</summary>
    /// <param name="root">A full path; links in it are the owner's business.</param>
    /// <param name="path">A full path that begins with <paramref name="root"/>; its last parts need not exist.</param>
    public static bool IsInside(string root, string path)
    {
        // The common case, no links at all, costs one look at each part.
        if (!HasLinks(root, path))
        {
            return true;
        }

        var budget = MostLinks;
        return Follow(root, ref budget) is { } realRoot && Follow(path, ref budget) is { } real
            && (real == realRoot || real.StartsWith(Path.TrimEndingDirectorySeparator(realRoot) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    private static bool HasLinks(string root, string path)
    {
        for (var part = path; part is not null && part.Length > root.Length; part = Path.GetDirectoryName(part))
        {
            if (new FileInfo(part).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The path without links; null when they go in circles.</summary>
    private static string? Follow(string path, ref int budget)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
            }
            else if (--budget < 0 || Follow(Path.GetFullPath(target, real), ref budget) is not { } followed)
            {
                return null;
            }
            else
            {
                real = followed;
            }
        }

        return real;
    }
}
