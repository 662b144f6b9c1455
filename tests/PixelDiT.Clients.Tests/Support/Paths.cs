using System.Reflection;

namespace PixelDiT.Clients.Tests;

/// <summary>Where things lie, as the build says.</summary>
internal static class Paths
{
    public static string NodePacks { get; } = Of("NodePacks");

    public static string Scripts { get; } = Of("Scripts");

    public static string Repository { get; } = Of("Repository");

    private static string Of(string key) => typeof(Paths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
