using System.Collections.Concurrent;

namespace PixelDiT.Models;

/// <summary>
/// All models of a process. The same path with the same options gives the same handle, so a model is in memory once however many graph nodes name it.
/// </summary>
public sealed class ModelRegistry
{
    private readonly ConcurrentDictionary<(Type Model, string Path, object Options), IModelHandle> _handles = new();

    /// <summary>The handle of a model; nothing is loaded.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <typeparam name="TOptions">What the model depends on besides its file; a record, compared by value.</typeparam>
    /// <param name="path">Path of the file.</param>
    /// <param name="options">The options.</param>
    /// <param name="load">Loads the model; called when it is first used.</param>
    /// <returns>A new handle, or the one that this path and these options already have.</returns>
    public ModelHandle<T> Handle<T, TOptions>(string path, TOptions options, Func<string, TOptions, T> load)
        where T : class, ILoadedModel
        where TOptions : notnull
    {
        var full = Path.GetFullPath(path);
        return (ModelHandle<T>)_handles.GetOrAdd((typeof(T), full, options), _ => new ModelHandle<T>(full, p => load(p, options)));
    }

    /// <summary>Bytes of weights in memory, over all models.</summary>
    public long LoadedBytes => _handles.Values.Sum(h => h.LoadedBytes);

    /// <summary>Every handle that was asked for.</summary>
    public IReadOnlyCollection<IModelHandle> Handles => [.. _handles.Values];

    /// <summary>Frees every model, after an out-of-memory failure or on the user's request. Handles stay good: their next use loads again.</summary>
    public void UnloadAll()
    {
        foreach (var handle in _handles.Values)
        {
            handle.Unload();
        }
    }
}
