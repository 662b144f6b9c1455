using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PixelDiT.Imaging;

/// <summary>
/// Remembers which files this program saved into a folder, so that old ones can be deleted without touching what anybody else put there, or changed since. Kept in a file
/// of one JSON line for each saved file, which survives restarts. Safe for use from any thread.
/// </summary>
public sealed class SavedFileLedger
{
    private readonly string _file;
    private readonly string _root;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _failed;
    private readonly Lock _lock = new();

    /// <summary>Opens a ledger; nothing is read or written yet.</summary>
    /// <param name="file">Where it is kept; its folder is created at first use.</param>
    /// <param name="root">The folder whose files it knows.</param>
    /// <param name="failed">Told of an entry that could not be written: such a file is saved all the same, and kept for ever. Default: nobody.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public SavedFileLedger(string file, string root, Action<Exception>? failed = null, TimeProvider? time = null)
    {
        _file = Path.GetFullPath(file);
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _failed = failed ?? (_ => { });
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Notes a file that was just saved; one outside the folder is not noted.</summary>
    /// <param name="saved">The file.</param>
    public void Add(SavedFile saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        if (!saved.FullPath.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            var info = new FileInfo(saved.FullPath);
            var line = new Entry(Path.GetRelativePath(_root, saved.FullPath), info.Length, info.LastWriteTimeUtc.Ticks, _time.GetUtcNow()).ToLine();
            lock (_lock)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
                File.AppendAllText(_file, line + "\n");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failed(e);
        }
    }

    /// <summary>Deletes the files that were saved longer ago than this and are still as they were saved. Forgets those that are gone or were changed.</summary>
    /// <param name="age">The age.</param>
    /// <returns>How many files were deleted.</returns>
    /// <exception cref="IOException">The ledger itself cannot be read or written.</exception>
    public int DeleteOlderThan(TimeSpan age)
    {
        lock (_lock)
        {
            if (!File.Exists(_file))
            {
                return 0;
            }

            var entries = File.ReadLines(_file).Select(Entry.FromLine).OfType<Entry>().ToList();
            var (kept, deleted) = (new List<Entry>(), 0);
            foreach (var entry in entries)
            {
                if (_time.GetUtcNow() - entry.Saved <= age)
                {
                    kept.Add(entry);
                    continue;
                }

                switch (Delete(entry))
                {
                    case true:
                        deleted++;
                        break;
                    case null:
                        // Somebody holds it: next time.
                        kept.Add(entry);
                        break;
                }
            }

            if (kept.Count < entries.Count)
            {
                var folder = Path.GetDirectoryName(_file)!;
                using var pending = PendingFile.Create(folder, System.Text.Encoding.UTF8.GetBytes(string.Concat(kept.Select(e => e.ToLine() + "\n"))));
                pending.Replace(Path.GetFileName(_file));
            }

            return deleted;
        }
    }

    // True: deleted. False: it is gone, or not the file that was saved. Null: it cannot be deleted now.
    private bool? Delete(Entry entry)
    {
        var path = Path.GetFullPath(Path.Combine(_root, entry.Path));
        var info = new FileInfo(path);
        if (!path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !info.Exists || info.LinkTarget is not null
            || info.Length != entry.Size || info.LastWriteTimeUtc.Ticks != entry.Modified || !OutputPath.IsInside(_root, Path.GetDirectoryName(path)!))
        {
            return false;
        }

        try
        {
            info.Delete();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failed(e);
            return null;
        }
    }

    private sealed record Entry(string Path, long Size, long Modified, DateTimeOffset Saved)
    {
        public string ToLine() => new JsonObject
        {
            ["path"] = Path,
            ["size"] = Size,
            ["modified"] = Modified,
            ["saved"] = Saved.ToString("O", CultureInfo.InvariantCulture),
        }.ToJsonString();

        // A line that was cut off by a crash is none.
        public static Entry? FromLine(string line)
        {
            try
            {
                return JsonNode.Parse(line) is JsonObject o && (string?)o["path"] is { Length: > 0 } path && (string?)o["saved"] is { } saved
                    ? new Entry(path, (long?)o["size"] ?? -1, (long?)o["modified"] ?? -1, DateTimeOffset.Parse(saved, CultureInfo.InvariantCulture))
                    : null;
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                return null;
            }
        }
    }
}
