using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace PixelDiT.Server.Storage;

/// <summary>A few readers, made when first needed.</summary>
/// <param name="file">What they read.</param>
internal sealed class ReaderPool(string file) : IDisposable
{
    // More would wait for the disk or for the cores all the same.
    private const int Most = 4;
    private readonly ConcurrentBag<StoreReader> _idle = [];
    private readonly SemaphoreSlim _free = new(Most);
    private volatile bool _closed;

    /// <summary>Reads something.</summary>
    /// <param name="read">Uses the reader while it runs, not longer.</param>
    /// <param name="cancellationToken">Gives up waiting for a reader.</param>
    /// <exception cref="JobStoreException">It cannot be read.</exception>
    public async ValueTask<T> ReadAsync<T>(Func<StoreReader, T> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        await _free.WaitAsync(cancellationToken);
        try
        {
            var reader = _idle.TryTake(out var idle) ? idle : new StoreReader(file);
            T result;
            try
            {
                result = read(reader);
            }
            catch
            {
                // Nobody knows what state it is in.
                reader.Dispose();
                throw;
            }

            _idle.Add(reader);
            CloseIfClosed();
            return result;
        }
        catch (SqliteException e)
        {
            if (e.SqliteErrorCode == Sqlite.Corrupt)
            {
                StoreFile.Suspect(file);
            }

            throw JobStoreErrors.Of(file, e);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        _closed = true;
        CloseIfClosed();
    }

    private void CloseIfClosed()
    {
        while (_closed && _idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
