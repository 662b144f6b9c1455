namespace PixelDiT.Graph.Folders;

/// <summary>The files of model folders, kept until a directory's modification time changes.</summary>
internal sealed class FileListCache
{
    private readonly Dictionary<string, Listing> _listings = [];
    private readonly Lock _lock = new();

    public IReadOnlyList<string> Get(ModelFolder folder)
    {
        lock (_lock)
        {
            if (!_listings.TryGetValue(folder.Name, out var listing) || !listing.IsCurrent())
            {
                _listings[folder.Name] = listing = Listing.Read(folder);
            }

            return listing.Files;
        }
    }

    private static readonly EnumerationOptions Options = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    private sealed record Listing(IReadOnlyList<string> Files, IReadOnlyDictionary<string, DateTime> Directories)
    {
        // A directory that does not exist has the time 1601: its creation is a change as well.
        public bool IsCurrent() => Directories.All(d => Directory.GetLastWriteTimeUtc(d.Key) == d.Value);

        public static Listing Read(ModelFolder folder)
        {
            var files = new SortedSet<string>(StringComparer.Ordinal);
            var directories = new Dictionary<string, DateTime>();
            foreach (var root in folder.Directories)
            {
                Walk(root, folder, files, directories);
            }

            return new Listing([.. files], directories);
        }

        private static void Walk(string root, ModelFolder folder, SortedSet<string> files, Dictionary<string, DateTime> directories)
        {
            var pending = new Stack<string>([root]);
            // Links are followed; a directory that was seen under its real path is not entered again, so that a loop of links ends.
            var entered = new HashSet<string>();
            while (pending.TryPop(out var directory))
            {
                directories[directory] = Directory.GetLastWriteTimeUtc(directory);
                if (!Directory.Exists(directory) || !entered.Add(RealPath(directory)))
                {
                    continue;
                }

                foreach (var file in Directory.EnumerateFiles(directory, "*", Options).Where(folder.Accepts))
                {
                    files.Add(Path.GetRelativePath(root, file).Replace('\\', '/'));
                }

                foreach (var child in Directory.EnumerateDirectories(directory, "*", Options).Where(d => Path.GetFileName(d) != ".git"))
                {
                    pending.Push(child);
                }
            }
        }

        private static string RealPath(string directory) =>
            new DirectoryInfo(directory).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? directory;
    }
}
