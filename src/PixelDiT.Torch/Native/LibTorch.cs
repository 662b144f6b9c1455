using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]

namespace PixelDiT.Torch.Native;

/// <summary>The native library: when it is loaded, and how its failures become exceptions.</summary>
internal static partial class LibTorch
{
    internal const string Library = "pixeldit_torch";

    internal const int OutOfMemory = 2;

    /// <summary>Environment variable with the number of threads libtorch computes with; default: the processor count.</summary>
    internal const string ThreadsVariable = "PIXELDIT_NUM_THREADS";

    private static readonly Lazy<nint> Loaded = new(Load);

    internal static bool IsLoaded => Loaded.IsValueCreated;

    /// <summary>Loads libtorch now. Half a second when its files are in the page cache, seconds when not.</summary>
    internal static void EnsureLoaded() => _ = Loaded.Value;

    // Nothing is loaded when the process starts: the runtime asks the resolver at the first call into the library, wherever that happens.
#pragma warning disable CA2255 // The alternative is a static constructor on every class that declares an import.
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(LibTorch).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? paths) => name == Library ? Loaded.Value : 0;

    private static unsafe nint Load()
    {
        // libgomp's threads wait at barriers by spinning, billions of times by default: on a machine that is busy with something
        // else they take the processor from the very thread they wait for (a forward pass took twice as long). It reads this
        // when it is loaded, from the C environment.
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            _ = SetEnvironment("GOMP_SPINCOUNT", "10000", 0);
        }

        var handle = NativeLibrary.Load(
            Library, typeof(LibTorch).Assembly, DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories);
        // libtorch starts with one thread on some builds. Called through the pointer: an import would ask the resolver again.
        var setThreads = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(handle, "pt_set_num_threads");
        _ = setThreads(ThreadCount());
        return handle;
    }

    private static int ThreadCount() =>
        int.TryParse(Environment.GetEnvironmentVariable(ThreadsVariable), CultureInfo.InvariantCulture, out var asked) && asked > 0
            ? asked
            : Environment.ProcessorCount;

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport(Library, EntryPoint = "pt_last_error")]
    private static partial nint LastError();

    [LibraryImport(Library, EntryPoint = "pt_version")]
    private static partial nint VersionText();

    /// <summary>The text of this thread's last failure.</summary>
    internal static string LastErrorText() => Marshal.PtrToStringUTF8(LastError()) ?? "unknown error";

    /// <summary>The version of libtorch the library was built with.</summary>
    internal static string Version() => Marshal.PtrToStringUTF8(VersionText()) ?? "unknown";

    /// <summary>Throws when a call without tensor operands failed.</summary>
    internal static void Check(int status, [CallerMemberName] string op = "")
    {
        if (status != 0)
        {
            throw TorchException.FromNative(status, op, []);
        }
    }

    /// <summary>Checks and returns a number.</summary>
    internal static long Value(int status, long value, [CallerMemberName] string op = "")
    {
        Check(status, op);
        return value;
    }
}
