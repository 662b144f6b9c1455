using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace PixelDiT.Server.Storage;

/// <summary>
/// Looks after the file on a thread of its own: copies the log into it and flushes it to the disk, soon after each change; forgets what is too old;
/// gives the room of deleted jobs back to the disk.
/// </summary>
internal sealed class StoreKeeper : IDisposable
{
    /// <summary>Bytes of the log above which it is begun anew even while jobs are coming in.</summary>
    public const long LongLog = 64 << 20;

    /// <summary>Between a change and its flush: what a power cut may take.</summary>
    private static readonly TimeSpan FlushAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AgeEvery = TimeSpan.FromMinutes(1);

    private readonly SqliteConnection _connection;
    private readonly Action _age;
    private readonly Func<bool> _tidy;
    private readonly Action<Action> _still;
    private readonly string _log;
    private readonly ILogger _logger;
    private readonly ManualResetEventSlim _closing = new();
    private readonly Thread _thread;
    private int _changed = 1;

    /// <summary>Begins.</summary>
    /// <param name="file">The file.</param>
    /// <param name="age">Forgets what is too old.</param>
    /// <param name="tidy">Deletes leftovers and gives pages back, a few at a time; true when there are more.</param>
    /// <param name="still">Runs something while nothing is written.</param>
    /// <param name="logger">Hears of failures.</param>
    public StoreKeeper(string file, Action age, Func<bool> tidy, Action<Action> still, ILogger logger)
    {
        (_age, _tidy, _still, _log, _logger) = (age, tidy, still, $"{file}-wal", logger);
        _connection = Sqlite.Open(file, SqliteOpenMode.ReadWrite, cacheKib: 64);
        _thread = new Thread(Loop) { Name = "pixeldit job store", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Something was written.</summary>
    public void Changed() => Volatile.Write(ref _changed, 1);

    public void Dispose()
    {
        _closing.Set();
        _thread.Join();
        _connection.Dispose();
        _closing.Dispose();
    }

    private void Flush()
    {
        // PASSIVE waits for nobody and lets nobody wait.
        _connection.Execute("PRAGMA wal_checkpoint(PASSIVE)");
        if (new FileInfo(_log) is { Exists: true, Length: > LongLog })
        {
            // The log is written from its beginning again when all of it has been copied; under load there is always something new. That is little.
            _still(() => _connection.Execute("PRAGMA wal_checkpoint(PASSIVE)"));
        }
    }

    private void Loop()
    {
        var untilAging = 0;
        while (!_closing.Wait(FlushAfter))
        {
            try
            {
                if (untilAging-- <= 0)
                {
                    untilAging = (int)(AgeEvery / FlushAfter);
                    _age();
                }

                if (Interlocked.Exchange(ref _changed, 0) != 0)
                {
                    while (!_closing.IsSet && _tidy())
                    {
                        // Between two pieces others come in.
                        Thread.Sleep(1);
                    }

                    Flush();
                }
            }
            catch (Exception e)
            {
                // Whatever it is, the thread goes on: without it the log would grow for ever, and its end would be that of the process.
                Changed();
                Log.CareFailed(_logger, e);
            }
        }
    }
}
