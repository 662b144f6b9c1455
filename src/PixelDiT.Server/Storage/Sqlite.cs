using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PixelDiT.Server.Storage;

/// <summary>Connections, and what is said to them in passing.</summary>
internal static class Sqlite
{
    /// <summary>Result codes (sqlite.org/rescode.html).</summary>
    public const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, Constraint = 19, NotADatabase = 26;

    // Nobody else should have the file; a backup may have it for a moment.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Opens a connection; not pooled, because its settings belong to one use.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mode">What may be done.</param>
    /// <param name="cacheKib">Pages kept in memory, in KiB.</param>
    public static SqliteConnection Open(string file, SqliteOpenMode mode, int cacheKib)
    {
        NativeSqlite.EnsureLoaded();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = (int)Patience.TotalSeconds }.ConnectionString);
        try
        {
            connection.Open();
            // NORMAL: the log is flushed when it is copied into the file, not at each commit. A killed process loses nothing, see docs/operations.md.
            raw.sqlite3_busy_timeout(connection.Handle, (int)Patience.TotalMilliseconds);
            connection.Execute($"PRAGMA synchronous = NORMAL; PRAGMA cache_size = -{cacheKib}; PRAGMA temp_store = MEMORY;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements without results.</summary>
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The whole number that a statement gives; 0 for NULL and for nothing.</summary>
    public static long ReadInteger(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long value ? value : 0;
    }

    /// <summary>A time as stored.</summary>
    public static object? TicksOf(DateTimeOffset? time) => time?.UtcTicks;
}
