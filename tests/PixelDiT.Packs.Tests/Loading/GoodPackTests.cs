using System.Text.Json.Nodes;
using PixelDiT.Graph.Packs;
using PixelDiT.Packs.Tests.Support;

namespace PixelDiT.Packs.Tests.Loading;

/// <summary>Packs that work, and what they share.</summary>
internal sealed class GoodPackTests
{
    private PackBuilder _builder = null!;

    [SetUp]
    public void MakeFolder() => _builder = new PackBuilder();

    [TearDown]
    public void DeleteFolder() => _builder.Dispose();

    [Test]
    public async Task Load_Pack_ItsNodesRunAndItIsDescribed()
    {
        _builder.Compile("Greetings/Greetings.dll", PackBuilder.NodeSource("Hello", "\"hello\""), version: "1.2.3.0");

        var bench = LoaderBench.Of(_builder);

        var pack = bench.Packs.Single();
        Assert.Multiple(() =>
        {
            Assert.That(pack.Faults, Is.Empty);
            Assert.That((pack.Name, pack.Version, pack.Module, pack.Source), Is.EqualTo(("Greetings", "1.2.3.0", "custom_nodes.Greetings", PackSource.Custom)));
            Assert.That(pack.Path, Is.EqualTo(_builder.Folder("Greetings")));
            Assert.That(pack.Nodes.Select(n => n.Id), Is.EqualTo(new[] { "Hello" }));
            Assert.That(bench.Registry.Find("Hello")!.Module, Is.EqualTo("custom_nodes.Greetings"));
        });
        Assert.That(await bench.RunAsync("Hello"), Is.EqualTo("hello"));
    }

    [Test]
    public void Load_BuiltIn_HasTheModuleOfOurNodes()
    {
        _builder.Compile("Ours/Ours.dll", PackBuilder.NodeSource("Ours", "\"\""));

        var pack = new LoaderBench(new PackSearchOptions { BuiltIn = _builder.Packs }).Packs.Single();

        Assert.That((pack.Module, pack.Source, pack.Nodes.Count), Is.EqualTo(("nodes", PackSource.BuiltIn, 1)));
    }

    [Test]
    public async Task Load_Startup_AddsServicesThatNodesGet()
    {
        _builder.Compile("Phrases/Phrases.dll",
            """
            public sealed class Phrases(string text) { public string Text { get; } = text; }
            internal sealed class Begin : PixelDiT.Graph.Packs.IPackStartup
            {
                public void Start(PixelDiT.Graph.Packs.PackStart start) =>
                    start.Services.Add(new Phrases(System.IO.File.ReadAllText(System.IO.Path.Combine(start.Folder, "phrase.txt"))));
            }

            """ + PackBuilder.NodeSource("Phrase", "context.Services.Get<Phrases>().Text"));
        _builder.File("Phrases/phrase.txt", "so it goes");

        Assert.That(await LoaderBench.Of(_builder).RunAsync("Phrase"), Is.EqualTo("so it goes"));
    }

    [Test]
    public async Task Load_PackThatRefersToAnother_SharesItsTypesWhateverTheOrder()
    {
        // The consumer comes first by name, and its build left a copy of the other pack beside it.
        var values = _builder.Compile("Values/Values.dll",
            "public sealed record Coin(int Cents);\n" + ValueNode("Mint", "COIN", "new Coin(5)"));
        _builder.Compile("Consumer/Consumer.dll",
            PackBuilder.NodeSource("Spend", "Coin.Cents + \" cents\"", "[PixelDiT.Graph.Nodes.Input(\"COIN\")] public Coin Coin { get; set; }"), references: [values]);
        File.Copy(values, Path.Combine(_builder.Folder("Consumer"), "Values.dll"));

        var bench = LoaderBench.Of(_builder);

        Assert.That(bench.Faults, Is.Empty);
        Assert.That(await bench.RunAsync(new JsonObject
        {
            ["1"] = new JsonObject { ["class_type"] = "Mint", ["inputs"] = new JsonObject() },
            ["2"] = JsonNode.Parse("""{"class_type": "Spend", "inputs": {"coin": ["1", 0]}}"""),
        }), Is.EqualTo("5 cents"));
    }

    [Test]
    public async Task Load_TwoPacksWithVersionsOfALibrary_EachHasItsOwn()
    {
        foreach (var version in new[] { "1.0.0.0", "2.0.0.0" })
        {
            var name = "With" + version[0];
            var library = _builder.Compile($"{name}/Library.dll", $"public static class Library {{ public static string Version => \"{version}\"; }}", version);
            _builder.Compile($"{name}/{name}.dll", PackBuilder.NodeSource(name, "Library.Version"), references: [library]);
        }

        var bench = LoaderBench.Of(_builder);

        Assert.That((await bench.RunAsync("With1"), await bench.RunAsync("With2")), Is.EqualTo(("1.0.0.0", "2.0.0.0")));
    }

    [TestCase("0.0.0.1", ExpectedResult = "the host's")]
    [TestCase("999.0.0.0", ExpectedResult = "its own")]
    public async Task<string> Load_LibraryThatTheHostHas_IsTheHostsUnlessThePackNeedsAHigherVersion(string version)
    {
        const string library = "Microsoft.CodeAnalysis";
        Assert.That(AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES"), Does.Contain($"{library}.dll"), "the host has it");
        // SyntaxNode is public in both, so that the reference can be met by either.
        var own = _builder.Compile($"Pack/{library}.dll", "namespace Microsoft.CodeAnalysis { public abstract class SyntaxNode; }", version);
        _builder.Compile("Pack/Pack.dll",
            PackBuilder.NodeSource("Whose", "typeof(Microsoft.CodeAnalysis.SyntaxNode).Assembly.GetName().Version.Major == 999 ? \"its own\" : \"the host's\""), references: [own]);

        var bench = LoaderBench.Of(_builder);

        Assert.That(bench.Faults, Is.Empty);
        return await bench.RunAsync("Whose");
    }

    [Test]
    public async Task Load_CopyOfTheSdkInThePack_IsNotUsed()
    {
        _builder.Compile("Pack/Pack.dll", PackBuilder.NodeSource("One", "\"1\""));
        File.Copy(typeof(PixelDiT.Graph.Nodes.Node).Assembly.Location, Path.Combine(_builder.Folder("Pack"), "PixelDiT.Graph.dll"));

        Assert.That(await LoaderBench.Of(_builder).RunAsync("One"), Is.EqualTo("1"));
    }

    [TestCase(null)]
    [TestCase("{", Description = "a damaged .deps.json")]
    public async Task Load_NativeLibraryBesideThePack_IsFound(string? dependencies)
    {
        var library = NativeLibraryFile();
        _builder.Compile("Pack/Pack.dll", PackBuilder.NodeSource("Cosine", "cos(0).ToString()",
            "[System.Runtime.InteropServices.DllImport(\"of_the_pack\")] static extern double cos(double x);"));
        File.Copy(library, Path.Combine(_builder.Folder("Pack"), "libof_the_pack.so"));
        if (dependencies is not null)
        {
            _builder.File("Pack/Pack.deps.json", dependencies);
        }

        var bench = LoaderBench.Of(_builder);

        Assert.That(bench.Faults, Is.Empty);
        Assert.That(await bench.RunAsync("Cosine"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Load_FileOverwrittenLater_TheLoadedCodeGoesOn()
    {
        var file = _builder.Compile("Pack/Pack.dll", PackBuilder.NodeSource("One", "\"1\""));
        var bench = LoaderBench.Of(_builder);

        File.WriteAllText(file, "");

        Assert.That(await bench.RunAsync("One"), Is.EqualTo("1"));
    }

    // The mathematics library that this process has loaded: a native library that is on every Linux machine.
    private static string NativeLibraryFile()
    {
        var maps = "/proc/self/maps";
        Assume.That(maps, Does.Exist);
        var path = File.ReadLines(maps).Select(l => l[Math.Max(0, l.IndexOf('/'))..]).FirstOrDefault(l => l.StartsWith('/') && Path.GetFileName(l).StartsWith("libm.so", StringComparison.Ordinal));
        Assume.That(path, Is.Not.Null);
        return path!;
    }

    private static string ValueNode(string id, string type, string result) =>
        $$"""
        [PixelDiT.Graph.Nodes.Node("{{id}}")]
        [PixelDiT.Graph.Nodes.Output("{{type}}")]
        public sealed class {{id}} : PixelDiT.Graph.Nodes.Node
        {
            public override PixelDiT.Graph.Nodes.NodeResult Run(PixelDiT.Graph.Nodes.NodeContext context) => PixelDiT.Graph.Nodes.NodeResult.Of({{result}});
        }

        """;
}
