using Microsoft.Extensions.Logging;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Storage;

/// <summary>Opens the store that the options ask for.</summary>
internal static class JobStores
{
    /// <summary>The store.</summary>
    /// <param name="options">Where, and bounds.</param>
    /// <param name="time">Tells when jobs are over.</param>
    /// <param name="loggers">Where logs go.</param>
    /// <exception cref="JobStoreException">The file cannot be used.</exception>
    public static IJobStore Open(JobStoreOptions options, TimeProvider time, ILoggerFactory loggers) => options.File is { } file
        ? SqliteJobStore.Open(file, options, time, loggers.CreateLogger<SqliteJobStore>())
        : new InMemoryJobStore(options, time);
}
