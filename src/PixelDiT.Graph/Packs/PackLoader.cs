using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Packs;

/// <summary>Loads packs: each assembly in a load context of its own, then its startup class, then its node classes. Nothing that a pack does wrong gets out.</summary>
/// <param name="registry">Receives the node classes.</param>
/// <param name="services">The host's services; packs add theirs.</param>
/// <param name="loggers">Told of packs and faults; makes the packs' own logs.</param>
public sealed class PackLoader(NodeRegistry registry, NodeServices services, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<PackLoader>();

    // By simple name of the packs' own assemblies, which other packs may refer to. Filled before anything is loaded, so any thread may read it.
    private readonly Dictionary<string, PackLoadContext> _contexts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Loads packs. To be called once, before the registry is used.</summary>
    /// <param name="folders">The packs, in order: of two node classes with the same id, the first one counts.</param>
    /// <returns>All of them, in order, with what is wrong.</returns>
    public IReadOnlyList<LoadedPack> Load(IReadOnlyList<PackFolder> folders)
    {
        var prepared = folders.Select(f => (Folder: f, Prepared: Prepare(f))).ToList();
        return [.. prepared.Select(p => Load(p.Folder, p.Prepared))];
    }

    private (PackLoadContext? Context, PackFault? Fault) Prepare(PackFolder folder)
    {
        if (folder.Fault is { } fault)
        {
            return (null, fault);
        }

        try
        {
            var path = PackAssembly.Locate(folder);
            var context = new PackLoadContext(path, OtherPack, fromMemory: folder.Source == PackSource.Custom);
            _contexts.TryAdd(Path.GetFileNameWithoutExtension(path), context);
            return (context, null);
        }
        catch (Exception e) when (e is PackException or IOException or UnauthorizedAccessException)
        {
            return (null, new PackFault(null, PackErrors.NotLoaded(folder.Path, e)));
        }
    }

    private LoadedPack Load(PackFolder folder, (PackLoadContext? Context, PackFault? Fault) prepared)
    {
        var started = Stopwatch.GetTimestamp();
        var faults = new List<PackFault>();
        NodePack? nodes = null;
        string? version = null;
        if (prepared.Fault is { } known)
        {
            faults.Add(known);
        }
        else if (LoadMain(prepared.Context!, faults) is { } assembly)
        {
            version = VersionOf(assembly);
            nodes = AddNodes(folder, prepared.Context!, assembly, faults);
        }

        var pack = new LoadedPack(
            folder.Name, version, folder.Module, folder.Path, folder.Source, nodes?.Nodes ?? [], nodes?.Faults ?? faults, Stopwatch.GetElapsedTime(started));
        Tell(pack);
        return pack;
    }

    private static Assembly? LoadMain(PackLoadContext context, List<PackFault> faults)
    {
        try
        {
            return context.Main;
        }
        // A damaged file fails in many ways; none of them may stop the host.
        catch (Exception e)
        {
            faults.Add(new PackFault(null, PackErrors.NotLoaded(context.MainPath, e)));
            return null;
        }
    }

    private NodePack? AddNodes(PackFolder folder, PackLoadContext context, Assembly assembly, List<PackFault> faults)
    {
        var custom = folder.Source == PackSource.Custom;
        if (custom)
        {
            faults.AddRange(assembly.GetReferencedAssemblies().Where(r => !context.CanResolve(r)).Select(r => new PackFault(null, PackErrors.Missing(r))));
        }

        var types = TypesOf(assembly, faults);
        if (!Start(types, context, faults))
        {
            return null;
        }

        if (custom && faults.Count == 0 && !types.Any(t => IsStartup(t) || t.IsDefined(typeof(NodeAttribute), false)))
        {
            faults.Add(new PackFault(null, $"{Path.GetFileName(context.MainPath)} has no class with [Node]: it is no pack of nodes, or not the pack's main assembly."));
        }

        // What would fail at the first job is known now. Our own classes are not tried: their static fields may wait until they are needed.
        return registry.AddPack(folder.Name, types, folder.Module, faults, custom ? RunStaticConstructor : null);
    }

    private static Type[] TypesOf(Assembly assembly, List<PackFault> faults)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            faults.AddRange(PackErrors.OfTypes(e).Except(faults));
            return [.. e.Types.OfType<Type>()];
        }
    }

    private bool Start(Type[] types, PackLoadContext context, List<PackFault> faults)
    {
        foreach (var type in types.Where(IsStartup))
        {
            try
            {
                var start = new PackStart(services, context.Folder, loggers.CreateLogger(type.FullName!));
                ((IPackStartup)Activator.CreateInstance(type, nonPublic: true)!).Start(start);
            }
            // A stranger's code: whatever it throws is the pack's fault alone.
            catch (Exception e)
            {
                faults.Add(new PackFault(type.FullName, $"The pack's startup class failed, so none of its nodes are offered: {PackErrors.Text(e)}"));
                return false;
            }
        }

        return true;
    }

    private static bool IsStartup(Type type) => type.IsAssignableTo(typeof(IPackStartup)) && !type.IsAbstract;

    private static void RunStaticConstructor(Type type) => RuntimeHelpers.RunClassConstructor(type.TypeHandle);

    private Assembly? OtherPack(AssemblyName name)
    {
        if (!_contexts.TryGetValue(name.Name!, out var context))
        {
            return null;
        }

        try
        {
            var assembly = context.Main;
            return name.Version is null || assembly.GetName().Version >= name.Version ? assembly : null;
        }
        // That pack lists what is wrong with it; the one that asks may have a copy.
        catch (Exception)
        {
            return null;
        }
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString() ?? "0";

    private void Tell(LoadedPack pack)
    {
        foreach (var fault in pack.Faults)
        {
            Log.PackFault(_logger, pack.Name, pack.Path, fault.TypeName is null ? fault.Message : $"{fault.TypeName}: {fault.Message}");
        }

        if (pack.Source == PackSource.Custom && pack.Version is not null)
        {
            Log.PackLoaded(_logger, pack.Name, pack.Version, pack.Nodes.Count, pack.LoadTime.TotalMilliseconds);
        }
    }
}
