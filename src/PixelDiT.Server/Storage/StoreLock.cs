using System.Globalization;

namespace PixelDiT.Server.Storage;

/// <summary>Keeps a second server away from the same file. The operating system lets go of it when the process ends, however it ends.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>The file that is locked.</summary>
    /// <param name="store">The store's file.</param>
    public static string PathOf(string store) => $"{store}.lock";

    /// <summary>Takes the lock of a store.</summary>
    /// <param name="store">The store's file.</param>
    /// <exception cref="JobStoreException">Another process has it, or the folder cannot be written.</exception>
    public static StoreLock Take(string store)
    {
        var path = PathOf(store);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(store)!);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            try
            {
                // For people who look into the folder.
                file.SetLength(0);
                file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
                file.Flush();
                return new StoreLock(file);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw JobStoreErrors.NotAccessible(store, e);
        }
        catch (IOException e) when (File.Exists(path) && IsHeld(path))
        {
            throw new JobStoreException(
                JobStoreProblem.InUse,
                store,
                $"Another server keeps its jobs in {store}. Stop it first, or give this one its own folder (--base-directory DIR) or its own file (--job-store FILE).",
                e);
        }
        catch (IOException e)
        {
            throw JobStoreErrors.NotAccessible(store, e);
        }
    }

    public void Dispose() => _file.Dispose();

    // A full disk and a lock are the same kind of exception.
    private static bool IsHeld(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
