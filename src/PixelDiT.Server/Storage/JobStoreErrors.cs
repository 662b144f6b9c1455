using Microsoft.Data.Sqlite;

namespace PixelDiT.Server.Storage;

/// <summary>What is told when a store fails, with what to do.</summary>
internal static class JobStoreErrors
{
    private const string OtherPlace = "name another file with --job-store FILE, or keep jobs in memory only with --job-store memory";

    /// <summary>The file cannot be opened or made.</summary>
    public static JobStoreException NotAccessible(string file, Exception cause) => new(
        JobStoreProblem.NotAccessible, file, $"Queue and history cannot be kept in {file}: {cause.Message} Make the folder writable, {OtherPlace}.", cause);

    /// <summary>A newer program wrote the file.</summary>
    public static JobStoreException Newer(string file, long version) => new(
        JobStoreProblem.NewerVersion,
        file,
        $"{file} was written by a newer version of PixelDiT.Nodes (layout {version}; this version knows {StoreSchema.Version}). Start that version, or {OtherPlace}; the file has been left as it is.");

    /// <summary>The file is something else.</summary>
    public static JobStoreException Foreign(string file, string what) => new(
        JobStoreProblem.ForeignFile, file, $"{file} is {what}, not a job store of PixelDiT.Nodes; it has been left as it is. To go on, {OtherPlace}.");

    /// <summary>One of the store's files was deleted or moved away while the store was open.</summary>
    /// <param name="file">The store's file.</param>
    /// <param name="gone">What is not there.</param>
    public static JobStoreException Gone(string file, string gone) => new(
        JobStoreProblem.Failed, file, $"{gone} was deleted or moved while the server ran, so nothing can be kept any more. Put it back, or restart the server.");

    /// <summary>SQLite refuses.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cause">Why.</param>
    /// <param name="starting">True while the store is being opened.</param>
    public static JobStoreException Of(string file, SqliteException cause, bool starting = false) => cause.SqliteErrorCode switch
    {
        Sqlite.Busy or Sqlite.Locked => new JobStoreException(
            starting ? JobStoreProblem.InUse : JobStoreProblem.Failed, file, $"Another program has locked {file}; close it, for example a database browser or a backup.", cause),
        Sqlite.Full => new JobStoreException(JobStoreProblem.Failed, file, $"The disk of {file} is full; make room on it.", cause),
        Sqlite.Corrupt or Sqlite.NotADatabase => new JobStoreException(
            JobStoreProblem.Failed, file, $"{file} is damaged. Restart the server: it checks the file at its start and puts it aside if need be.", cause),
        Sqlite.CannotOpen or Sqlite.ReadOnly when starting => NotAccessible(file, cause),
        _ => new JobStoreException(JobStoreProblem.Failed, file, $"{file} cannot be used now: {cause.Message}", cause),
    };
}
