using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Packs.Tests.Support;

/// <summary>A folder of packs that are compiled from source text; deleted at the end.</summary>
internal sealed class PackBuilder : IDisposable
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> Framework = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Append(typeof(Node).Assembly.Location)
            .Select(p => MetadataReference.CreateFromFile(p))]);

    /// <summary>The base directory.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("pixeldit-packs-").FullName;

    /// <summary>The folder of pack folders.</summary>
    public string Packs => Directory.CreateDirectory(Path.Combine(Root, "custom_nodes")).FullName;

    /// <summary>Source text of a node class that gives one text.</summary>
    /// <param name="id">Its id; also the name of the class.</param>
    /// <param name="result">A C# expression.</param>
    /// <param name="members">Further members.</param>
    public static string NodeSource(string id, string result, string members = "") =>
        $$"""
        [PixelDiT.Graph.Nodes.Node("{{id}}", IsOutput = true)]
        [PixelDiT.Graph.Nodes.Output("STRING")]
        public sealed class {{id}} : PixelDiT.Graph.Nodes.Node
        {
            {{members}}
            public override PixelDiT.Graph.Nodes.NodeResult Run(PixelDiT.Graph.Nodes.NodeContext context)
            {
                string text = {{result}};
                return PixelDiT.Graph.Nodes.NodeResult.Of(text).WithUi(new() { ["text"] = new System.Text.Json.Nodes.JsonArray(text) });
            }
        }

        """;

    /// <summary>Makes a folder below the folder of packs.</summary>
    /// <param name="name">Path relative to it.</param>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Packs, name)).FullName;

    /// <summary>Writes a file below the folder of packs.</summary>
    /// <param name="path">Path relative to it.</param>
    /// <param name="content">Its text.</param>
    public string File(string path, string content)
    {
        var full = Path.Combine(Packs, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        System.IO.File.WriteAllText(full, content);
        return full;
    }

    /// <summary>Compiles an assembly.</summary>
    /// <param name="path">Where it goes, relative to the folder of packs; its name without ending is the assembly's unless another one is given.</param>
    /// <param name="source">C# source text.</param>
    /// <param name="version">Version of the assembly.</param>
    /// <param name="references">Files of assemblies that it refers to beside the framework and the SDK.</param>
    /// <param name="assemblyName">Name of the assembly. Default: that of the file.</param>
    /// <returns>Full path of the file.</returns>
    public string Compile(string path, string source, string version = "1.0.0.0", string[]? references = null, string? assemblyName = null)
    {
        var file = Path.Combine(Packs, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var compilation = CSharpCompilation.Create(
            assemblyName ?? Path.GetFileNameWithoutExtension(file),
            [CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]\n{source}")],
            [
                .. Framework.Value.Where(f => references?.Any(r => Path.GetFileName(r) == Path.GetFileName(f.Display)) != true),
                .. (references ?? []).Select(r => MetadataReference.CreateFromFile(r)),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var result = compilation.Emit(file);
        Assert.That(result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty, path);
        return file;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
