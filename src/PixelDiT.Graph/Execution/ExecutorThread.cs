namespace PixelDiT.Graph.Execution;

/// <summary>
/// The thread that jobs run on, one at a time. The thread ends when nothing came for a while, and the next job starts another: nobody has to dispose it.
/// A thread that hangs in a job is left behind with <see cref="Retire"/>.
/// </summary>
internal sealed class ExecutorThread
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    // A monitor: the thread sleeps on it, which the newer lock cannot do.
    private readonly object _monitor = new();
    private Action? _next;
    private bool _ended;

    public ExecutorThread() =>
        new Thread(Loop) { Name = "pixeldit executor", IsBackground = true }.Start();

    /// <summary>Runs something; the last thing must have ended.</summary>
    /// <returns>False when the thread has ended meanwhile.</returns>
    public bool TryRun(Action work)
    {
        lock (_monitor)
        {
            if (_ended)
            {
                return false;
            }

            _next = work;
            Monitor.Pulse(_monitor);
            return true;
        }
    }

    /// <summary>Ends the thread after what it does now.</summary>
    public void Retire()
    {
        lock (_monitor)
        {
            _ended = true;
        }
    }

    private void Loop()
    {
        while (Next() is { } work)
        {
            work();
        }
    }

    private Action? Next()
    {
        lock (_monitor)
        {
            while (_next is null && !_ended)
            {
                _ended = !Monitor.Wait(_monitor, Idle) && _next is null;
            }

            (var work, _next) = (_next, null);
            return work;
        }
    }
}
