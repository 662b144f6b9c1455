using System.Reflection;
using System.Runtime.Loader;

namespace PixelDiT.Graph.Packs;

/// <summary>
/// The load context of one pack. An assembly that it asks for comes from the host if the host has it in that version or a higher one, else from another pack if
/// it is that pack's own assembly, else from the pack's folder. So values of shared types cross from pack to pack, and two packs may use different
/// versions of a library.
/// </summary>
internal sealed class PackLoadContext : AssemblyLoadContext
{
    private readonly Func<AssemblyName, Assembly?> _otherPack;
    private readonly bool _fromMemory;
    private readonly Lazy<Assembly> _main;
    private readonly Lazy<AssemblyDependencyResolver?> _resolver;
    private readonly Dictionary<string, Assembly> _own = [];

    /// <summary>A context; nothing is loaded yet.</summary>
    /// <param name="path">The pack's assembly, a full path.</param>
    /// <param name="otherPack">The assembly of another pack, or null.</param>
    /// <param name="fromMemory">
    /// True reads the files into memory: the system maps others, and a process whose mapped file is overwritten, as by the next build of the pack, dies.
    /// False lets code that was compiled ahead of time be used.
    /// </param>
    public PackLoadContext(string path, Func<AssemblyName, Assembly?> otherPack, bool fromMemory)
        : base(Path.GetFileNameWithoutExtension(path))
    {
        (MainPath, _otherPack, _fromMemory) = (path, otherPack, fromMemory);
        _main = new Lazy<Assembly>(() => LoadFile(MainPath));
        _resolver = new Lazy<AssemblyDependencyResolver?>(MakeResolver);
        // Asked once the host turned out to have none, or only a lower version.
        Resolving += (_, name) => Own(name);
    }

    /// <summary>Where the pack's own assembly lies.</summary>
    public string MainPath { get; }

    /// <summary>The folder that it lies in.</summary>
    public string Folder => Path.GetDirectoryName(MainPath)!;

    /// <summary>The pack's own assembly; loaded at first use.</summary>
    public Assembly Main => _main.Value;

    /// <summary>True when the assembly can be had from the host, from another pack or from the folder.</summary>
    /// <param name="name">A reference of the pack.</param>
    public bool CanResolve(AssemblyName name) =>
        (HostAssemblies.VersionOf(name.Name!) is { } version && (name.Version is null || version >= name.Version))
        || OwnPath(name) is not null
        || _otherPack(name) is not null;

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (!HostAssemblies.Has(assemblyName.Name!))
        {
            return _otherPack(assemblyName);
        }

        // Null leaves it to the host's context, which is asked before Resolving. The host's version is looked up only where there is another.
        return File.Exists(Beside(assemblyName)) && assemblyName.Version > HostAssemblies.VersionOf(assemblyName.Name!) ? Own(assemblyName) : null;
    }

    /// <inheritdoc />
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        // What was loaded from memory has no folder, so the runtime itself looks nowhere near the pack.
        var path = _resolver.Value?.ResolveUnmanagedDllToPath(unmanagedDllName)
            ?? NativeNames(unmanagedDllName).Select(n => Path.Combine(Folder, n)).FirstOrDefault(File.Exists);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }

    private static string[] NativeNames(string name) =>
        OperatingSystem.IsWindows() ? [name, name + ".dll"]
        : OperatingSystem.IsMacOS() ? [name, $"lib{name}.dylib", name + ".dylib"]
        : [name, $"lib{name}.so", name + ".so"];

    private Assembly? Own(AssemblyName name)
    {
        if (OwnPath(name) is not { } path)
        {
            return null;
        }

        // Two threads may ask at once; a second load of the same bytes would fail.
        lock (_own)
        {
            return _own.TryGetValue(path, out var assembly) ? assembly : _own[path] = LoadFile(path);
        }
    }

    private Assembly LoadFile(string path)
    {
        if (!_fromMemory)
        {
            return LoadFromAssemblyPath(path);
        }

        using var assembly = new MemoryStream(File.ReadAllBytes(path));
        var symbols = Path.ChangeExtension(path, ".pdb");
        using var pdb = File.Exists(symbols) ? new MemoryStream(File.ReadAllBytes(symbols)) : null;
        return LoadFromStream(assembly, pdb);
    }

    private string? OwnPath(AssemblyName name)
    {
        // A second copy of the SDK would have node classes that nobody knows.
        if (name.Name == HostAssemblies.Sdk.Name)
        {
            return null;
        }

        var path = _resolver.Value?.ResolveAssemblyToPath(name);
        if (path is null && string.IsNullOrEmpty(name.CultureName))
        {
            path = Beside(name);
        }

        return File.Exists(path) ? path : null;
    }

    private string Beside(AssemblyName name) => Path.Combine(Folder, name.Name + ".dll");

    private AssemblyDependencyResolver? MakeResolver()
    {
        try
        {
            return new AssemblyDependencyResolver(MainPath);
        }
        catch (InvalidOperationException)
        {
            // Its .deps.json names files that were not copied along, such as the host's: what does lie in the folder is found without it.
            return null;
        }
    }
}
