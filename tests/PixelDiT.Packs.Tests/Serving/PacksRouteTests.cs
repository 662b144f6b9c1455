using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PixelDiT.Packs.Tests.Support;
using PixelDiT.Tests.Processes;

namespace PixelDiT.Packs.Tests.Serving;

/// <summary>The built server with packs of every kind: it tells of each, and runs what can be run.</summary>
internal sealed class PacksRouteTests
{
    private PackBuilder _builder = null!;
    private ServerProcess _server = null!;
    private JsonArray _packs = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _builder = new PackBuilder();
        _builder.Compile("Good/Good.dll", PackBuilder.NodeSource("Good", "\"good\""), version: "2.0.1.0");
        _builder.File("Corrupt/Corrupt.dll", "no assembly");
        _builder.Compile("Clash/Clash.dll", PackBuilder.NodeSource("EmptyImage", "\"\""));
        _builder.Compile("Throwing/Throwing.dll", PackBuilder.NodeSource("Static", "\"\"", "static readonly int X = int.Parse(\"x\");"));
        var library = _builder.Compile("Missing/Library.dll", "public class Library { public static string Text => \"\"; }");
        _builder.Compile("Missing/Missing.dll", PackBuilder.NodeSource("Needs", "Library.Text"), references: [library]);
        File.Delete(library);
        _builder.Compile("Startup/Startup.dll",
            "class S : PixelDiT.Graph.Packs.IPackStartup { public void Start(PixelDiT.Graph.Packs.PackStart start) => throw new System.Exception(\"no\"); }");
        _builder.File("Nothing/readme.txt", "");
        var sdk = _builder.Compile("Newer/PixelDiT.Graph.dll", "namespace Future { public class Thing; }", "99.0.0.0");
        _builder.Compile("Newer/Newer.dll", "public class One : Future.Thing;", references: [sdk]);
        _builder.File("python/__init__.py", "");

        using var more = new PackBuilder();
        var named = more.Compile("Named/Named.dll", PackBuilder.NodeSource("Named", "\"named\""));
        var yaml = more.Compile("FromYaml/FromYaml.dll", PackBuilder.NodeSource("FromYaml", "\"from yaml\""));
        await File.WriteAllTextAsync(Path.Combine(more.Root, "paths.yaml"), "mine:\n  base_path: custom_nodes\n  custom_nodes: FromYaml\n");

        _server = await ServerProcess.StartAsync(
            _builder.Root, "--node-packs", Path.GetDirectoryName(named)!, "--extra-model-paths-config", Path.Combine(more.Root, "paths.yaml"));
        _packs = (await _server.Http.GetFromJsonAsync<JsonObject>("/api/pixeldit/packs"))!["packs"]!.AsArray();
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server.Dispose();
        _builder.Dispose();
    }

    [Test]
    public void Packs_OursComeFirstThenByNameThenThoseOfFlags()
    {
        Assert.That(_packs.Select(p => (string?)p!["name"]), Is.EqualTo(new[]
        {
            "PixelDiT.Nodes.Core", "PixelDiT.Nodes.PixelDiT", "Clash", "Corrupt", "Good", "Missing", "Newer", "Nothing", "Startup", "Throwing", "FromYaml", "Named",
        }));
    }

    [Test]
    public void Packs_GoodPack_IsDescribedInFull()
    {
        var pack = Pack("Good");

        Assert.Multiple(() =>
        {
            Assert.That(pack.Select(p => p.Key), Is.EqualTo(new[] { "name", "version", "module", "path", "source", "nodes", "faults", "load_ms" }));
            Assert.That((string?)pack["version"], Is.EqualTo("2.0.1.0"));
            Assert.That((string?)pack["module"], Is.EqualTo("custom_nodes.Good"));
            Assert.That((string?)pack["path"], Is.EqualTo(_builder.Folder("Good")));
            Assert.That((string?)pack["source"], Is.EqualTo("custom"));
            Assert.That(pack["nodes"]!.ToJsonString(), Is.EqualTo("[\"Good\"]"));
            Assert.That(pack["faults"]!.ToJsonString(), Is.EqualTo("[]"));
            Assert.That((double)pack["load_ms"]!, Is.Positive);
        });
    }

    [Test]
    public void Packs_BuiltIn_IsOursAndWithoutFault()
    {
        var pack = Pack("PixelDiT.Nodes.Core");

        Assert.That(((string?)pack["source"], (string?)pack["module"], pack["faults"]!.AsArray().Count), Is.EqualTo(("built-in", "nodes", 0)));
        Assert.That(pack["nodes"]!.AsArray().Select(n => (string?)n), Has.Member("KSampler").And.Member("SaveImage"));
    }

    [TestCase("Corrupt", null, "no .NET assembly")]
    [TestCase("Clash", "EmptyImage", "belongs to PixelDiT.Nodes.Core.Images.EmptyImage of PixelDiT.Nodes.Core already")]
    [TestCase("Throwing", "Static", "FormatException")]
    [TestCase("Missing", null, "needs the assembly Library 1.0.0.0")]
    [TestCase("Startup", "S", "startup class failed")]
    [TestCase("Nothing", null, "holds no assembly")]
    [TestCase("Newer", null, "built against PixelDiT.Graph 99.0.0.0")]
    public void Packs_BadPack_SaysWhatIsWrong(string name, string? type, string said)
    {
        var fault = Pack(name)["faults"]![0]!;

        Assert.That((string?)fault["type"], Is.EqualTo(type));
        Assert.That((string?)fault["message"], Does.Contain(said));
        Assert.That(_server.Output, Does.Contain($"Pack {name} in {_builder.Folder(name)}: ").And.Contain(said));
    }

    [Test]
    public void PythonPack_IsMentionedInTheLog() => Assert.That(_server.Output, Does.Contain("only .NET packs can be loaded: the Python packs python"));

    [TestCase("Good", "good")]
    [TestCase("Named", "named")]
    [TestCase("FromYaml", "from yaml")]
    public async Task Nodes_OfGoodPacks_RunBesideOurs(string id, string text)
    {
        var entry = await _server.RunAsync(JsonNode.Parse(
            $$$"""{"1": {"class_type": "{{{id}}}", "inputs": {}}, "2": {"class_type": "PreviewAny", "inputs": {"source": ["1", 0]} } }""")!.AsObject());

        Assert.That((string?)entry["outputs"]!["2"]!["text"]![0], Is.EqualTo(text));
    }

    [Test]
    public async Task ObjectInfo_OfACustomNode_NamesItsModule()
    {
        var info = await _server.Http.GetFromJsonAsync<JsonObject>("/object_info/Good");

        Assert.That((string?)info!["Good"]!["python_module"], Is.EqualTo("custom_nodes.Good"));
    }

    [Test]
    public async Task DisableAllCustomNodes_LeavesOursAndThoseNamed()
    {
        using var server = await ServerProcess.StartAsync(_builder.Root, "--job-store", "memory", "--disable-all-custom-nodes", "--whitelist-custom-nodes", "Good", "Other");

        var packs = await server.Http.GetFromJsonAsync<JsonObject>("/pixeldit/packs");

        Assert.That(packs!["packs"]!.AsArray().Select(p => (string?)p!["name"]), Is.EqualTo(new[] { "PixelDiT.Nodes.Core", "PixelDiT.Nodes.PixelDiT", "Good" }));
    }

    private JsonObject Pack(string name) => _packs.Single(p => (string?)p!["name"] == name)!.AsObject();
}
