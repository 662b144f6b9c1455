using System.Collections.Concurrent;

namespace PixelDiT.Imaging;

/// <summary>
/// A folder that images are saved to (output, temp) under ComfyUI's names: <c>{prefix}_{counter}_.png</c>. Safe for use from any
/// thread, and by several processes at once: a file is never overwritten and never seen in part.
/// </summary>
public sealed class OutputFolder
{
    private const int MaxFolders = 256;

    private readonly TimeProvider _time;
    private readonly SavedFileLedger? _ledger;
    private readonly ConcurrentDictionary<string, CounterIndex> _counters = new(StringComparer.Ordinal);

    /// <summary>Names a folder; it is created when something is saved.</summary>
    /// <param name="root">The folder; a relative path is taken from the current directory, now.</param>
    /// <param name="time">Gives the local time for <c>%year%</c> and its like; null for the system's.</param>
    /// <param name="ledger">Told of every file; null for none.</param>
    public OutputFolder(string root, TimeProvider? time = null, SavedFileLedger? ledger = null)
    {
        _ledger = ledger;
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The folder's absolute path.</summary>
    public string Root { get; }

    /// <summary>Keeps files of the folder itself, not of its subfolders, in memory until they are wanted. Default null: every file is written at once.</summary>
    public UnwrittenFiles? Unwritten { get; init; }

    /// <summary>Settles folder, name and first counter for a batch of images. Creates the subfolder.</summary>
    /// <param name="prefix">
    /// <c>name</c> or <c>sub/folder/name</c>. <c>%width% %height% %year% %month% %day% %hour% %minute% %second%</c> are replaced everywhere,
    /// <c>%batch_num%</c> in the name by each image's index in the batch; other <c>%…%</c> stay. An absolute path is allowed
    /// inside the folder.
    /// </param>
    /// <param name="width">Width in pixels of the first image.</param>
    /// <param name="height">Height in pixels of the first image.</param>
    /// <param name="batchSize">How many images will be written; only looked at with <c>%batch_num%</c>, default 1.</param>
    /// <returns>What writes the images.</returns>
    /// <exception cref="OutputFolderException">The prefix leads outside the folder, also by way of a symbolic link.</exception>
    /// <exception cref="IOException">The folder cannot be created or listed.</exception>
    public OutputBatch Begin(string prefix, int width, int height, int batchSize = 1)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Contains('\0', StringComparison.Ordinal))
        {
            throw new OutputFolderException(prefix.Replace('\0', '?'), Root);
        }

        var path = OutputPath.Normalise(PrefixVariables.Expand(prefix, width, height, _time.GetLocalNow()));
        var cut = path.LastIndexOf('/');
        var name = path[(cut + 1)..];
        var folder = Path.GetFullPath(Path.Combine(Root, cut switch { < 0 => "", 0 => "/", _ => path[..cut] }));
        if (!OutputPath.IsInside(Root, folder))
        {
            throw new OutputFolderException(folder, Root);
        }

        Directory.CreateDirectory(folder);
        return new OutputBatch(folder, Subfolder(folder), name, batchSize, Counters(folder), _ledger, folder == Root ? Unwritten : null);
    }

    private string Subfolder(string folder)
    {
        var relative = Path.GetRelativePath(Root, folder);
        return relative == "." ? "" : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    private CounterIndex Counters(string folder)
    {
        if (_counters.Count >= MaxFolders)
        {
            _counters.Clear(); // dated subfolders come and go; an index is cheap to make anew
        }

        return _counters.GetOrAdd(folder, static (f, time) => new CounterIndex(f, time), _time);
    }
}
