using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Caching;

/// <summary>
/// Counts who holds each disposable part of the values in flight, by reference, and disposes a part when its last holder lets go. The same
/// part may be in several values and pass through several nodes. Safe for use from several threads.
/// </summary>
internal sealed class ResourceLedger(ILogger logger)
{
    private readonly Dictionary<IDisposable, int> _holders = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _lock = new();

    /// <summary>Parts that someone holds.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _holders.Count;
            }
        }
    }

    public void Hold(object? value)
    {
        if (Parts(value) is { } parts)
        {
            lock (_lock)
            {
                foreach (var part in parts)
                {
                    _holders[part] = _holders.GetValueOrDefault(part) + 1;
                }
            }
        }
    }

    public void Release(object? value)
    {
        if (Parts(value) is not { } parts)
        {
            return;
        }

        List<IDisposable>? free = null;
        lock (_lock)
        {
            foreach (var part in parts)
            {
                if (_holders.TryGetValue(part, out var count) && count > 1)
                {
                    _holders[part] = count - 1;
                }
                else if (_holders.Remove(part))
                {
                    (free ??= []).Add(part);
                }
            }
        }

        // Outside the lock: disposing runs a stranger's code.
        foreach (var part in free ?? [])
        {
            Dispose(part);
        }
    }

    // Listed before the lock is taken: listing runs a stranger's code.
    private static IReadOnlyList<IDisposable>? Parts(object? value) => value switch
    {
        IHoldsResources many => [.. many.Resources],
        IDisposable one => [one],
        _ => null,
    };

    private void Dispose(IDisposable part)
    {
        try
        {
            part.Dispose();
        }
        catch (Exception e)
        {
            Log.DisposeFailed(logger, part.GetType().FullName ?? "?", e);
        }
    }
}
