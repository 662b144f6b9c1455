using System.Reflection;

namespace PixelDiT.Packs.Tests.Support;

/// <summary>Where the sources and the built executable lie.</summary>
internal static class Repository
{
    /// <summary>The root of the sources.</summary>
    public static string Root { get; } = Path.GetFullPath(Metadata("Repository"));

    /// <summary>The folder of the built executable.</summary>
    public static string Application { get; } = Path.GetFullPath(Metadata("Application"));

    /// <summary>The sample of docs/writing-a-node.md.</summary>
    public static string Template { get; } = Path.Combine(Root, "nodes", "Template");

    /// <summary>The tests of the sample, as that document shows them.</summary>
    public static string TemplateTests { get; } = Path.Combine(Root, "tests", "PixelDiT.Packs.Tests", "Template", "MyNodes.Tests");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
