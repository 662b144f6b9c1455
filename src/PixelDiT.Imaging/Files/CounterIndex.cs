using System.IO.Enumeration;

namespace PixelDiT.Imaging;

/// <summary>
/// The largest counter of every file name in one folder. Listing a folder of thousands of files for each image would cost more
/// than the image, so the result is kept as long as the folder's modification time says that only we wrote to it. A stale entry is
/// harmless: names are taken exclusively, and a taken one makes us look again.
/// </summary>
internal sealed class CounterIndex(string folder, TimeProvider time)
{
    // A counter of more digits is none of ours, and would not fit a long.
    private const int MaxDigits = 18;
    private const int MaxNames = 100_000;

    // The default leaves out hidden files, and names may begin with a dot.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None };

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _largest =
        new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private DateTime? _listedAt; // the folder's modification time that _largest belongs to

    /// <summary>The largest number among the files <c>name_number_…</c> or <c>name_number.…</c>; 0 when there is none.</summary>
    public long Largest(string name)
    {
        lock (_lock)
        {
            if (_listedAt is null || _listedAt != Directory.GetLastWriteTimeUtc(folder))
            {
                List_NeedsLock();
            }

            return _largest.GetValueOrDefault(name);
        }
    }

    /// <summary>Notes a file that we have just created.</summary>
    public void Add(string fileName)
    {
        lock (_lock)
        {
            Note_NeedsLock(fileName);
            if (_listedAt is not null && _largest.Count <= MaxNames)
            {
                _listedAt = Directory.GetLastWriteTimeUtc(folder);
            }
            else
            {
                Forget_NeedsLock();
            }
        }
    }

    /// <summary>Makes the next question list the folder again.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            Forget_NeedsLock();
        }
    }

    private void Forget_NeedsLock()
    {
        _listedAt = null;
        _largest.Clear();
    }

    private void List_NeedsLock()
    {
        _largest.Clear();
        // Before listing: whatever changes meanwhile moves the time on, and the next question lists again.
        _listedAt = Directory.GetLastWriteTimeUtc(folder);
        foreach (var fileName in new FileSystemEnumerable<string>(folder, (ref entry) => entry.FileName.ToString(), Everything))
        {
            if (PendingFile.IsTemporary(fileName))
            {
                PendingFile.DeleteIfLeftover(Path.Combine(folder, fileName), time.GetUtcNow());
            }
            else
            {
                Note_NeedsLock(fileName);
            }
        }
    }

    // A file can stand for several names: a_1_00002_.png is number 1 of "a" and number 2 of "a_1".
    private void Note_NeedsLock(string fileName)
    {
        for (var underscore = fileName.IndexOf('_', StringComparison.Ordinal); underscore >= 0;
            underscore = fileName.IndexOf('_', underscore + 1))
        {
            var end = underscore + 1;
            while (end < fileName.Length && char.IsAsciiDigit(fileName[end]))
            {
                end++;
            }

            var digits = end - underscore - 1;
            if (digits is >= 1 and <= MaxDigits && (end == fileName.Length || fileName[end] is '_' or '.'))
            {
                var name = fileName[..underscore];
                var number = long.Parse(fileName.AsSpan(underscore + 1, digits));
                _largest[name] = Math.Max(number, _largest.GetValueOrDefault(name));
            }
        }
    }
}
