namespace PixelDiT.Imaging;

/// <summary>
/// Complete files of one folder that stay in memory until somebody wants to read them: a preview that nobody looks at never reaches the disk. Bounded:
/// when there are too many, the oldest are written. Safe for use from any thread.
/// </summary>
/// <param name="folder">The folder, a full path; made when a file is written.</param>
/// <param name="maxBytes">Most bytes in memory. Default 32 MiB.</param>
/// <param name="maxFiles">Most files in memory, so that writing all of them does not take long. Default 16 384.</param>
public sealed class UnwrittenFiles(string folder, long maxBytes = 32L << 20, int maxFiles = 16_384)
{
    private readonly Lock _gate = new();

    // Held while a file is written: whoever else wants it waits until it is there. Never taken by one who holds the other lock.
    private readonly Lock _writing = new();
    private readonly LinkedList<(string Name, byte[] Bytes)> _byAge = new();
    private readonly Dictionary<string, LinkedListNode<(string Name, byte[] Bytes)>> _byName =
        new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private long _bytes;

    /// <summary>How many files are in memory.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byAge.Count;
            }
        }
    }

    /// <summary>Adds a file, unless one of that name exists, in memory or on the disk.</summary>
    /// <param name="fileName">A name without folders.</param>
    /// <param name="bytes">The whole content; not copied.</param>
    /// <returns>False when the name is taken; then another one can be tried.</returns>
    /// <exception cref="IOException">There is no room in memory, and older files cannot be written; the new one is not kept.</exception>
    public bool TryAdd(string fileName, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        LinkedListNode<(string Name, byte[] Bytes)> added;
        lock (_gate)
        {
            if (_byName.ContainsKey(fileName) || Path.Exists(Path.Combine(folder, fileName)))
            {
                return false;
            }

            added = _byAge.AddLast((fileName, bytes));
            _byName.Add(fileName, added);
            _bytes += bytes.Length;
        }

        try
        {
            while (Excess() is { } oldest)
            {
                Write(oldest);
            }
        }
        catch
        {
            Remove(added);
            throw;
        }

        return true;
    }

    /// <summary>Brings a file to the disk if it is in memory.</summary>
    /// <param name="fileName">A name without folders.</param>
    /// <exception cref="IOException">It cannot be written; it stays in memory.</exception>
    public void Write(string fileName)
    {
        bool found;
        lock (_gate)
        {
            found = _byName.ContainsKey(fileName);
        }

        if (!found)
        {
            return;
        }

        lock (_writing)
        {
            LinkedListNode<(string Name, byte[] Bytes)>? file;
            lock (_gate)
            {
                file = _byName.GetValueOrDefault(fileName);
            }

            if (file is not null)
            {
                Publish(file.Value.Name, file.Value.Bytes);
                Remove(file);
            }
        }
    }

    /// <summary>Brings all files to the disk.</summary>
    /// <exception cref="IOException">One cannot be written; it stays in memory, as do those after it.</exception>
    public void WriteAll()
    {
        while (Oldest() is { } name)
        {
            Write(name);
        }
    }

    /// <summary>Forgets all files that are in memory.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            _byAge.Clear();
            _byName.Clear();
            _bytes = 0;
        }
    }

    private string? Oldest()
    {
        lock (_gate)
        {
            return _byAge.First?.Value.Name;
        }
    }

    private string? Excess()
    {
        lock (_gate)
        {
            return _bytes > maxBytes || _byAge.Count > maxFiles ? _byAge.First!.Value.Name : null;
        }
    }

    private void Publish(string fileName, byte[] bytes)
    {
        Directory.CreateDirectory(folder);
        using var pending = PendingFile.Create(folder, bytes);
        // A file that another program put there since is as good as ours to whoever looks for the name, and never overwritten.
        _ = pending.TryPublish(fileName);
    }

    private void Remove(LinkedListNode<(string Name, byte[] Bytes)> file)
    {
        lock (_gate)
        {
            // Dropped meanwhile.
            if (file.List is null)
            {
                return;
            }

            _byAge.Remove(file);
            _byName.Remove(file.Value.Name);
            _bytes -= file.Value.Bytes.Length;
        }
    }
}
