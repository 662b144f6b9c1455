using System.Runtime.InteropServices;

namespace PixelDiT.Server.Storage;

/// <summary>
/// Loads the SQLite that comes with us so that it uses its own functions whatever else is in the process. Debian's libvips loads modules into the global
/// scope of symbols, one of them with Debian's SQLite; functions of ours that are bound afterwards would be taken from there, which ends in a crash.
/// </summary>
internal static partial class NativeSqlite
{
    private const int Now = 0x2, DeepBind = 0x8;
    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>To be called before anything else of SQLite is.</summary>
    public static void EnsureLoaded() => _ = Loaded.Value;

    private static bool Load()
    {
        if (!OperatingSystem.IsLinux())
        {
            // Symbols are bound by library elsewhere.
            return false;
        }

        var folders = ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var file = folders.Append(AppContext.BaseDirectory).Select(f => Path.Combine(f, "libe_sqlite3.so")).FirstOrDefault(File.Exists);
        // What is loaded once is not loaded again: the runtime gets this one. Where it is not found, the runtime says so better.
        return file is not null && Open(file, Now | DeepBind) != 0;
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Open(string file, int flags);
}
