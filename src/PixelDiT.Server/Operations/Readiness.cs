using Microsoft.Extensions.Hosting;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Packs;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Storage;

namespace PixelDiT.Server.Operations;

/// <summary>Says whether the server can take jobs and run them. Nothing it says names a path or a job: it is told to anybody.</summary>
internal sealed class Readiness(JobWorker worker, IJobStore store, ServerParts parts, FolderPaths folders, IHostApplicationLifetime lifetime, TimeProvider time)
{
    // It writes to the disk, and anybody may ask.
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private (long At, IReadOnlyDictionary<string, HealthCheck> Checks)? _last;

    /// <summary>Looks at everything, at most once a second.</summary>
    public IReadOnlyDictionary<string, HealthCheck> Check()
    {
        lock (_gate)
        {
            if (_last is not { } last || time.GetElapsedTime(last.At) >= Lasts)
            {
                _last = last = (time.GetTimestamp(), Look());
            }

            return last.Checks;
        }
    }

    private Dictionary<string, HealthCheck> Look() => new()
    {
        ["server"] = lifetime.ApplicationStopping.IsCancellationRequested ? new HealthCheck(false, "it is stopping") : new HealthCheck(true, "it takes requests"),
        ["worker"] = worker.IsAlive ? new HealthCheck(true, "it runs") : new HealthCheck(false, "its thread does not run: restart the server"),
        ["store"] = CheckStore(),
        ["output"] = CheckFolder(folders.Output),
        ["packs"] = CheckPacks(),
    };

    private HealthCheck CheckStore()
    {
        try
        {
            store.Probe();
            return new HealthCheck(true, "queue and history can be written");
        }
        catch (JobStoreException e)
        {
            return new HealthCheck(false, $"queue and history cannot be written ({e.Problem}): the log says more");
        }
    }

    // Faults of packs from elsewhere are those packs' own matter (GET /api/pixeldit/packs); without the built-in ones nothing can be made.
    private HealthCheck CheckPacks()
    {
        var broken = parts.Packs.Count(p => p.Source == PackSource.BuiltIn && p.Faults.Count > 0);
        var others = parts.Packs.Count(p => p.Source != PackSource.BuiltIn && p.Faults.Count > 0);
        return parts.Registry.Nodes.Count == 0 ? new HealthCheck(false, "there are no node classes: 'pixeldit doctor' says why")
            : broken > 0 ? new HealthCheck(false, $"{broken} of the built-in packs have faults: 'pixeldit doctor' says which")
            : new HealthCheck(true, others > 0 ? $"{parts.Registry.Nodes.Count} node classes; {others} other packs have faults" : $"{parts.Registry.Nodes.Count} node classes");
    }

    private static HealthCheck CheckFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            // Only a file that was made shows that files can be made: rights, quota, a read-only file system.
            using var file = new FileStream(
                Path.Combine(folder, $".{Guid.NewGuid():N}.ready"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.WriteByte(0);
            return new HealthCheck(true, "it can be written");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new HealthCheck(false, $"it cannot be written ({e.GetType().Name}): 'pixeldit doctor' says more");
        }
    }
}
