using System.Security.Cryptography;
using System.Text;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Packs;
using PixelDiT.Server.Hosting;

namespace PixelDiT.Server.FrontEndSupport;

/// <summary>
/// What node packs bring for front ends, in the folders that ComfyUI's packs use (protocol §2.8): <c>web</c> (scripts), <c>locales/LANG</c> (translations),
/// <c>example_workflows</c> (templates), <c>subgraphs</c>. Looked through once, when it is first asked for: packs do not change while the server runs.
/// </summary>
internal sealed class PackFiles
{
    private static readonly string[] TemplateFolders = ["example_workflows", "example", "examples", "workflow", "workflows"];

    private readonly IReadOnlyList<LoadedPack> _packs;
    private readonly Lazy<IReadOnlyList<string>> _scripts;
    private readonly Lazy<IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>>> _templates;
    private readonly Lazy<IReadOnlyList<PackSubgraph>> _subgraphs;

    public PackFiles(ServerParts parts, ServerOptions options)
    {
        _packs = parts.Packs;
        _scripts = new(() => FindScripts(options.FrontEndRoot));
        _templates = new(FindTemplates);
        _subgraphs = new(FindSubgraphs);
        Translations = new Lazy<byte[]>(() => Translation.Merge(_packs.Select(p => Path.Combine(p.Path, "locales"))));
    }

    /// <summary>URL paths of all scripts that a front end is to import.</summary>
    public IReadOnlyList<string> Scripts => _scripts.Value;

    /// <summary>Pack → names of its workflow templates; packs without any are left out.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Templates => _templates.Value;

    /// <summary>All subgraphs.</summary>
    public IReadOnlyList<PackSubgraph> Subgraphs => _subgraphs.Value;

    /// <summary>The merged translations, as UTF-8 JSON.</summary>
    public Lazy<byte[]> Translations { get; }

    /// <summary>Full path of a file in a pack's <c>web</c> folder; null when there is none.</summary>
    public string? FindWebFile(string pack, string name) => Find(pack, ["web"], name);

    /// <summary>Full path of a file among a pack's templates; null when there is none.</summary>
    public string? FindTemplate(string pack, string name) => Find(pack, TemplateFolders, name);

    private string? Find(string pack, IReadOnlyList<string> folders, string name) =>
        _packs.Where(p => p.Name == pack)
            .SelectMany(p => folders.Select(f => FolderPaths.WithinReal(Path.Combine(p.Path, f), name)))
            .FirstOrDefault(path => path is not null && File.Exists(path));

    private List<string> FindScripts(string? frontEndRoot)
    {
        var scripts = new List<string>();
        if (frontEndRoot is not null)
        {
            Add(Path.Combine(frontEndRoot, "extensions"), "/extensions");
        }

        foreach (var pack in _packs)
        {
            Add(Path.Combine(pack.Path, "web"), $"/extensions/{Uri.EscapeDataString(pack.Name)}");
        }

        return scripts;

        void Add(string directory, string url) => scripts.AddRange(
            Files(directory, "*.js", SearchOption.AllDirectories).Select(f => $"{url}/{Path.GetRelativePath(directory, f).Replace('\\', '/')}"));
    }

    private IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> FindTemplates() =>
        [.. _packs.Select(p => KeyValuePair.Create<string, IReadOnlyList<string>>(
                p.Name, [.. TemplateFolders.SelectMany(f => Files(Path.Combine(p.Path, f), "*.json")).Select(f => Path.GetFileNameWithoutExtension(f))]))
            .Where(p => p.Value.Count > 0)];

    private IReadOnlyList<PackSubgraph> FindSubgraphs() =>
        [.. from pack in _packs
            from file in Files(Path.Combine(pack.Path, "subgraphs"), "*.json")
            let name = Path.GetFileNameWithoutExtension(file)
            select new PackSubgraph(Id(pack.Name, name), name, pack.Source == PackSource.BuiltIn ? "templates" : "custom_node", pack.Module, file)];

    // The same on every machine that has the pack.
    private static string Id(string pack, string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{pack}/{name}")));

    private static IEnumerable<string> Files(string directory, string pattern, SearchOption depth = SearchOption.TopDirectoryOnly) =>
        Directory.Exists(directory) ? Directory.EnumerateFiles(directory, pattern, depth).Order(StringComparer.Ordinal) : [];
}

/// <summary>A subgraph that a pack offers.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Source"><c>custom_node</c> or <c>templates</c>.</param>
/// <param name="NodePack">The pack's module.</param>
/// <param name="File">Full path of the workflow.</param>
internal sealed record PackSubgraph(string Id, string Name, string Source, string NodePack, string File);
