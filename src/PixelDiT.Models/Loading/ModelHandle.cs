namespace PixelDiT.Models;

/// <summary>What a <see cref="ModelRegistry"/> needs of a handle, whatever its model.</summary>
public interface IModelHandle
{
    /// <summary>Path of the model's file.</summary>
    string Path { get; }

    /// <summary>Whether the model is in memory.</summary>
    bool IsLoaded { get; }

    /// <summary>Bytes of weights in memory; 0 while not loaded.</summary>
    long LoadedBytes { get; }

    /// <summary>Frees the model. The next use loads it again. While it is in use it is freed when the last use ends.</summary>
    void Unload();
}

/// <summary>
/// Names a model without holding it: loads on first use, again after <see cref="Unload"/>, and again when the file has changed on disk. For any thread.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
public sealed class ModelHandle<T> : IModelHandle
    where T : class, ILoadedModel
{
    private readonly Lock _lock = new();
    private readonly Func<string, T> _load;
    private Loaded? _current;

    /// <summary>Names a model. Nothing is opened yet.</summary>
    /// <param name="path">Path of its file.</param>
    /// <param name="load">Loads the model from the path; may throw, and is called again on the next use.</param>
    public ModelHandle(string path, Func<string, T> load)
    {
        Path = path;
        _load = load;
    }

    /// <inheritdoc/>
    public string Path { get; }

    // Without the lock: a status request does not wait while a model loads.
    /// <inheritdoc/>
    public bool IsLoaded => Volatile.Read(ref _current) is not null;

    /// <inheritdoc/>
    public long LoadedBytes => Volatile.Read(ref _current)?.Model.WeightBytes ?? 0;

    /// <summary>The model, loaded if it is not in memory or if its file has changed. Other callers wait meanwhile.</summary>
    /// <returns>The model. It stays valid until <see cref="Unload"/> or a reload; callers that can meet one use <see cref="Rent"/>.</returns>
    /// <exception cref="Checkpoints.CheckpointException">The file cannot be used.</exception>
    /// <exception cref="FileNotFoundException">The file is gone.</exception>
    public T Get()
    {
        lock (_lock)
        {
            return Current_NeedsLock().Model;
        }
    }

    /// <summary>Like <see cref="Get"/>, and keeps the model in memory until the result is disposed, whatever is unloaded meanwhile.</summary>
    /// <returns>The model on loan.</returns>
    public ModelLease<T> Rent()
    {
        lock (_lock)
        {
            var loaded = Current_NeedsLock();
            loaded.Uses++;
            return new ModelLease<T>(loaded.Model, () => Return(loaded));
        }
    }

    /// <inheritdoc/>
    public void Unload()
    {
        lock (_lock)
        {
            Retire_NeedsLock();
        }
    }

    private Loaded Current_NeedsLock()
    {
        var stamp = FileStamp.Of(Path);
        if (_current is null || _current.Stamp != stamp)
        {
            // The old weights go first: two versions of a large model need not fit at once.
            Retire_NeedsLock();
            _current = new Loaded(_load(Path), stamp);
        }
        return _current;
    }

    private void Retire_NeedsLock()
    {
        var loaded = _current;
        _current = null;
        if (loaded is null)
        {
            return;
        }
        loaded.Retired = true;
        if (loaded.Uses == 0)
        {
            loaded.Model.Dispose();
        }
    }

    private void Return(Loaded loaded)
    {
        lock (_lock)
        {
            loaded.Uses--;
            if (loaded is { Retired: true, Uses: 0 })
            {
                loaded.Model.Dispose();
            }
        }
    }

    private sealed class Loaded(T model, FileStamp stamp)
    {
        public T Model { get; } = model;

        public FileStamp Stamp { get; } = stamp;

        public int Uses { get; set; }

        public bool Retired { get; set; }
    }
}

/// <summary>A model on loan from its handle; dispose it when the work with the model is done.</summary>
/// <typeparam name="T">The model.</typeparam>
public sealed class ModelLease<T> : IDisposable
    where T : class
{
    private Action? _return;

    internal ModelLease(T model, Action giveBack)
    {
        Model = model;
        _return = giveBack;
    }

    /// <summary>The model; not to be used after <see cref="Dispose"/>.</summary>
    public T Model { get; }

    /// <summary>Gives the model back. A second call does nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref _return, null)?.Invoke();
}

/// <summary>What tells one version of a file from the next without reading it.</summary>
internal readonly record struct FileStamp(long Length, DateTime Modified)
{
    public static FileStamp Of(string path)
    {
        var info = new FileInfo(path);
        return info.Exists ? new FileStamp(info.Length, info.LastWriteTimeUtc) : throw new FileNotFoundException($"there is no model file '{path}'", path);
    }
}
