using System.Globalization;

namespace PixelDiT.Imaging;

/// <summary>Writes the images of one save, in order. Made by <see cref="OutputFolder.Begin"/>; for use by one thread.</summary>
public sealed class OutputBatch
{
    private const string BatchNumber = "%batch_num%";

    // So many taken names in a row mean that someone else is writing a lot: look at the folder again instead of trying on.
    private const int TriesBeforeListing = 16;

    private readonly string _folder;
    private readonly CounterIndex _counters;
    private readonly SavedFileLedger? _ledger;
    private readonly UnwrittenFiles? _unwritten;
    private long _counter;
    private int _index;

    internal OutputBatch(string folder, string subfolder, string name, int batchSize, CounterIndex counters, SavedFileLedger? ledger, UnwrittenFiles? unwritten)
    {
        _ledger = ledger;
        _unwritten = unwritten;
        _folder = folder;
        _counters = counters;
        Subfolder = subfolder;
        Name = name;
        var names = name.Contains(BatchNumber, StringComparison.Ordinal) ? Math.Max(batchSize, 1) : 1;
        for (var i = 0; i < names; i++)
        {
            _counter = Math.Max(_counter, counters.Largest(NameOf(i)));
        }

        _counter++;
    }

    /// <summary>The folder relative to the output folder, with <c>/</c> between its parts; empty for the output folder itself.</summary>
    public string Subfolder { get; }

    /// <summary>The name before the counter; <c>%batch_num%</c> still in it.</summary>
    public string Name { get; }

    /// <summary>Saves the next image as <c>{name}_{counter, at least 5 digits}_{extension}</c> and counts on. Taken names are skipped.</summary>
    /// <param name="bytes">The encoded image.</param>
    /// <param name="extension">With its dot; default <c>.png</c>.</param>
    /// <returns>Where it is, or will be when it is wanted (<see cref="OutputFolder.Unwritten"/>).</returns>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    public SavedFile Write(ReadOnlySpan<byte> bytes, string extension = ".png")
    {
        var name = NameOf(_index);
        var kept = _unwritten is null ? null : bytes.ToArray();
        using var pending = kept is null ? PendingFile.Create(_folder, bytes) : null;
        for (var tries = 1; ; tries++, _counter++)
        {
            var fileName = $"{name}_{_counter.ToString("00000", CultureInfo.InvariantCulture)}_{extension}";
            if (kept is null ? pending!.TryPublish(fileName) : _unwritten!.TryAdd(fileName, kept))
            {
                _counters.Add(fileName);
                _counter++;
                _index++;
                var saved = new SavedFile(fileName, Subfolder, Path.Combine(_folder, fileName));
                _ledger?.Add(saved);
                return saved;
            }

            if (tries % TriesBeforeListing == 0)
            {
                _counters.Forget();
                _counter = Math.Max(_counter, _counters.Largest(name));
            }
        }
    }

    private string NameOf(int index) => Name.Replace(BatchNumber, index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
