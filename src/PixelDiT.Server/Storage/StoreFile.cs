using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace PixelDiT.Server.Storage;

/// <summary>The file at start: checked, brought to the present layout, or put aside when it is damaged.</summary>
internal static class StoreFile
{
    private const int WriterCacheKib = 8 << 10;

    // A whole check reads the whole file: at start only as long as nobody notices.
    private const long CheckedAtEveryStart = 4 << 20;
    private static readonly byte[] Header = "SQLite format 3\0"u8.ToArray();

    /// <summary>Opens the file for writing; makes it when there is none.</summary>
    /// <param name="file">The file; its lock is held.</param>
    /// <param name="use">Reads what is needed at start; damage that it meets counts as well.</param>
    /// <param name="time">Names a file that is put aside.</param>
    /// <param name="logger">Hears of that.</param>
    /// <exception cref="JobStoreException">The file cannot be used.</exception>
    public static SqliteConnection Open(string file, Action<SqliteConnection> use, TimeProvider time, ILogger logger)
    {
        try
        {
            RefuseOtherFiles(file);
            try
            {
                return OpenChecked(file, use);
            }
            catch (SqliteException e) when (e.SqliteErrorCode is Sqlite.Corrupt or Sqlite.NotADatabase)
            {
                var aside = PutAside(file, time.GetUtcNow());
                Log.PutAside(logger, file, aside, e.Message);
                return OpenChecked(file, use);
            }
        }
        catch (SqliteException e)
        {
            throw JobStoreErrors.Of(file, e, starting: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JobStoreErrors.NotAccessible(file, e);
        }
    }

    /// <summary>Remembers that the file was found damaged while the server ran: the next start checks all of it.</summary>
    public static void Suspect(string file)
    {
        try
        {
            File.WriteAllBytes(SuspicionOf(file), []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that goes bad is often read-only by then. The damage itself is on its way to whoever asked.
        }
    }

    private static string SuspicionOf(string file) => $"{file}.suspect";

    // Damage is put aside; somebody's other file is not ours to move.
    private static void RefuseOtherFiles(string file)
    {
        if (Directory.Exists(file))
        {
            throw JobStoreErrors.Foreign(file, "a folder");
        }

        if (!File.Exists(file) || file.EndsWith(".db", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        using var stream = File.OpenRead(file);
        var start = new byte[Header.Length];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) > 0 && !start.AsSpan().SequenceEqual(Header))
        {
            throw JobStoreErrors.Foreign(file, "no SQLite database");
        }
    }

    private static SqliteConnection OpenChecked(string file, Action<SqliteConnection> use)
    {
        var connection = Sqlite.Open(file, SqliteOpenMode.ReadWriteCreate, WriterCacheKib);
        try
        {
            var version = connection.ReadInteger("PRAGMA user_version");
            var tables = connection.ReadInteger("SELECT count(*) FROM sqlite_schema");
            if (tables > 0 && connection.ReadInteger("PRAGMA application_id") != StoreSchema.ApplicationId)
            {
                throw JobStoreErrors.Foreign(file, "a database of another program");
            }

            if (version > StoreSchema.Version)
            {
                throw JobStoreErrors.Newer(file, version);
            }

            if (tables == 0)
            {
                // Deleted rows give their pages back to the disk; this can be set in an empty file only.
                connection.Execute("PRAGMA auto_vacuum = INCREMENTAL");
                // What a job changes is a few small rows on as many pages, each of which is written as a whole.
                connection.Execute("PRAGMA page_size = 2048");
            }

            connection.Execute("PRAGMA journal_mode = WAL");
            // Secrets of webhooks must not stay where they were deleted; "fast" does it where the page is written anyway.
            connection.Execute("PRAGMA secure_delete = FAST");
            // The log is copied into the file by a thread of its own: a flush of the disk must not hold up a job.
            connection.Execute("PRAGMA wal_autocheckpoint = 0");
            connection.Execute($"PRAGMA journal_size_limit = {StoreKeeper.LongLog}");
            if (tables > 0)
            {
                // Before anything is changed.
                Check(connection, file);
            }

            StoreSchema.Migrate(connection, (int)version);
            use(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Check(SqliteConnection connection, string file)
    {
        var suspicion = SuspicionOf(file);
        var suspected = File.Exists(suspicion);
        if (!suspected && new FileInfo(file).Length > CheckedAtEveryStart)
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = suspected ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is string answer and not "ok")
        {
            throw new SqliteException(answer, Sqlite.Corrupt);
        }

        File.Delete(suspicion);
    }

    // The log belongs to the file: what is in it may be all that can be saved.
    private static string PutAside(string file, DateTimeOffset now)
    {
        var aside = $"{file}.corrupt-{now:yyyyMMdd'T'HHmmss}";
        for (var i = 2; File.Exists(aside); i++)
        {
            aside = $"{file}.corrupt-{now:yyyyMMdd'T'HHmmss}-{i}";
        }

        File.Move(file, aside);
        foreach (var part in (string[])["-wal", "-shm"])
        {
            if (File.Exists(file + part))
            {
                File.Move(file + part, aside + part);
            }
        }

        File.Delete(SuspicionOf(file));
        return aside;
    }
}
