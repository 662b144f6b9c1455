using System.Text.Json;

namespace PixelDiT.Server.UserData;

/// <summary>A file of a user, as lists and answers describe it. Written as <c>{"path","size","modified","created"}</c>, times in milliseconds.</summary>
/// <param name="Path">Relative to what was asked for, with <c>/</c>.</param>
/// <param name="Info">What the disk says.</param>
internal readonly record struct UserFile(string Path, FileInfo Info)
{
    /// <summary>Writes the full form.</summary>
    public void WriteTo(Utf8JsonWriter w)
    {
        w.WriteStartObject();
        w.WriteString("path"u8, Path);
        w.WriteNumber("size"u8, SizeOf(Info));
        w.WriteNumber("modified"u8, Milliseconds(Info.LastWriteTimeUtc));
        w.WriteNumber("created"u8, Milliseconds(Info.CreationTimeUtc));
        w.WriteEndObject();
    }

    /// <summary>Size in bytes; 0 for a file that was deleted in the meantime.</summary>
    public static long SizeOf(FileInfo info) => info.Exists ? info.Length : 0;

    private static long Milliseconds(DateTime utc) => new DateTimeOffset(utc).ToUnixTimeMilliseconds();
}

/// <summary>Walks through a user's folder.</summary>
internal static class UserFiles
{
    // A list that no front end could show; ends the walk through a folder that was never meant to be one of ours.
    private const int MostEntries = 100_000;

    // Links are not followed: a loop of them would have no end, and what lies behind one may lie outside.
    private static readonly EnumerationOptions Options = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>The visible files below a folder, by path.</summary>
    /// <param name="directory">An existing folder.</param>
    /// <param name="recurse">Whether folders in it count too.</param>
    public static List<UserFile> List(string directory, bool recurse)
    {
        var found = new List<UserFile>();
        Walk(new DirectoryInfo(directory), "", (path, entry) =>
        {
            if (entry is FileInfo file)
            {
                found.Add(new UserFile(path, file));
            }

            return recurse && entry is DirectoryInfo;
        });
        found.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return found;
    }

    /// <summary>The visible folders and files below a folder, folders first, each by name.</summary>
    /// <param name="root">The folder that paths are relative to.</param>
    /// <param name="directory">An existing folder in it, or the folder itself.</param>
    public static List<(string Path, FileSystemInfo Entry)> Tree(string root, string directory)
    {
        var found = new List<(string Path, FileSystemInfo Entry)>();
        var relative = Path.GetRelativePath(root, directory).Replace('\\', '/');
        Walk(new DirectoryInfo(directory), relative == "." ? "" : relative + "/", (path, entry) =>
        {
            found.Add((path, entry));
            return true;
        });
        return [.. found.OrderBy(f => f.Entry is FileInfo).ThenBy(f => f.Entry.Name, StringComparer.OrdinalIgnoreCase).ThenBy(f => f.Path, StringComparer.Ordinal)];
    }

    private static void Walk(DirectoryInfo root, string prefix, Func<string, FileSystemInfo, bool> visit)
    {
        var count = 0;
        var waiting = new Stack<(DirectoryInfo Directory, string Prefix)>([(root, prefix)]);
        while (waiting.TryPop(out var next))
        {
            foreach (var entry in next.Directory.EnumerateFileSystemInfos("*", Options).Where(e => !e.Name.StartsWith('.')))
            {
                if (++count > MostEntries)
                {
                    return;
                }

                if (visit(next.Prefix + entry.Name, entry) && entry is DirectoryInfo directory)
                {
                    waiting.Push((directory, next.Prefix + entry.Name + "/"));
                }
            }
        }
    }
}
