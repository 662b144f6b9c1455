using System.Reflection;

namespace PixelDiT.Graph.Packs;

/// <summary>The assemblies that the process itself was started with: packs share them.</summary>
internal static class HostAssemblies
{
    private static readonly Lazy<Dictionary<string, string>> Paths = new(() =>
        (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .GroupBy(p => Path.GetFileNameWithoutExtension(p), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase));

    /// <summary>The SDK that packs are compiled against.</summary>
    public static AssemblyName Sdk { get; } = typeof(HostAssemblies).Assembly.GetName();

    /// <summary>True when the host has an assembly of this name, of whatever version.</summary>
    /// <param name="name">A simple name.</param>
    public static bool Has(string name) => Paths.Value.ContainsKey(name);

    /// <summary>The version that the host has; null when it has none.</summary>
    /// <param name="name">A simple name.</param>
    public static Version? VersionOf(string name) =>
        Paths.Value.TryGetValue(name, out var path) ? AssemblyName.GetAssemblyName(path).Version : null;
}
