using System.Xml;
using System.Xml.Linq;

namespace PixelDiT.Graph.Packs;

/// <summary>Tells which file of a pack folder is the pack.</summary>
internal static class PackAssembly
{
    /// <summary>True for a folder that directly holds an assembly or a project.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public static bool IsPackFolder(string folder) => Directory.EnumerateFiles(folder).Any(f => IsAssembly(f) || IsProject(f));

    /// <summary>The assembly of a pack folder.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <exception cref="PackException">There is none, or more than one that could be meant.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public static string Locate(PackFolder folder)
    {
        var named = Path.Combine(folder.Path, folder.Name + ".dll");
        if (File.Exists(named))
        {
            return named;
        }

        var files = Directory.GetFiles(folder.Path);
        if (files.Any(IsProject))
        {
            return OfProject(folder, [.. files.Where(IsProject)]);
        }

        var assemblies = files.Where(IsAssembly).ToList();
        var roots = assemblies.Count == 1 ? assemblies : [.. assemblies.Where(f => File.Exists(Path.ChangeExtension(f, ".deps.json")))];
        return roots.Count == 1
            ? roots[0]
            : throw new PackException(assemblies.Count == 0
                ? $"The folder holds no assembly: put {folder.Name}.dll or a built project there, or move the folder away."
                : $"Several assemblies could be the pack: call the right one {folder.Name}.dll, as the folder.");
    }

    private static string OfProject(PackFolder folder, IReadOnlyList<string> projects)
    {
        var project = projects.Count == 1
            ? projects[0]
            : projects.FirstOrDefault(p => Path.GetFileNameWithoutExtension(p) == folder.Name)
                ?? throw new PackException($"The folder holds several projects: call the pack's {folder.Name}.csproj, as the folder.");
        var file = AssemblyName(project) + ".dll";
        var bin = Path.Combine(folder.Path, "bin");
        var newest = Directory.Exists(bin)
            ? Directory.EnumerateFiles(bin, file, SearchOption.AllDirectories).Where(f => !IsReference(bin, f)).MaxBy(File.GetLastWriteTimeUtc)
            : null;
        return newest ?? throw new PackException(
            $"{Path.GetFileName(project)} is not built, there is no {file} under {bin}: run `dotnet build -c Release` in the folder and start again.");
    }

    // Projects may keep the compiler's other outputs beside the real one.
    private static bool IsReference(string bin, string file) =>
        Path.GetRelativePath(bin, file).Split(Path.DirectorySeparatorChar).Any(p => p is "ref" or "refint" or "obj");

    private static string AssemblyName(string project)
    {
        var usual = Path.GetFileNameWithoutExtension(project);
        try
        {
            var name = XDocument.Load(project).Descendants().LastOrDefault(e => e.Name.LocalName == "AssemblyName")?.Value.Trim();
            return string.IsNullOrEmpty(name) || name.Contains("$(", StringComparison.Ordinal) ? usual : name;
        }
        catch (XmlException e)
        {
            throw new PackException($"{Path.GetFileName(project)} is no project file: {e.Message}", e);
        }
    }

    private static bool IsAssembly(string file) => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    private static bool IsProject(string file) => file.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)
        || file.EndsWith(".fsproj", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".vbproj", StringComparison.OrdinalIgnoreCase);
}
