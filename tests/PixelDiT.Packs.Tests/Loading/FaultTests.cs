using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Packs;
using PixelDiT.Packs.Tests.Support;

namespace PixelDiT.Packs.Tests.Loading;

/// <summary>Whatever is wrong with a pack is listed and logged, and the others work.</summary>
internal sealed class FaultTests
{
    private PackBuilder _builder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _builder = new PackBuilder();
        _builder.Compile("ZGood/ZGood.dll", PackBuilder.NodeSource("Good", "\"good\""));
    }

    [TearDown]
    public void DeleteFolder() => _builder.Dispose();

    [Test]
    public async Task CorruptAssembly_SaysSo()
    {
        _builder.File("Pack/Pack.dll", "this is no assembly");

        await ExpectAsync("Pack.dll is no .NET assembly");
    }

    [Test]
    public async Task EmptyAssembly_SaysSo()
    {
        _builder.File("Pack/Pack.dll", "");

        await ExpectAsync("Pack.dll is no .NET assembly");
    }

    [Test]
    public async Task TruncatedAssembly_SaysSo()
    {
        var file = _builder.Compile("Pack/Pack.dll", PackBuilder.NodeSource("One", "\"1\""));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1000]);

        await ExpectAsync("Pack");
    }

    [Test]
    public async Task MissingDependency_IsNamed()
    {
        var library = _builder.Compile("Pack/Library.dll", "public class Library { public static string Text => \"\"; }", "3.1.0.0");
        _builder.Compile("Pack/Pack.dll", PackBuilder.NodeSource("One", "Library.Text") + PackBuilder.NodeSource("Two", "\"2\""), references: [library]);
        File.Delete(library);

        var bench = await ExpectAsync("It needs the assembly Library 3.1.0.0", "Library.dll");

        Assert.That(await bench.RunAsync("Two"), Is.EqualTo("2"), "a class that does not need it");
    }

    [Test]
    public async Task MissingBaseClass_IsNamedOnceAndTheOtherClassesWork()
    {
        var library = _builder.Compile("Pack/Library.dll", "public class Library { }");
        _builder.Compile("Pack/Pack.dll",
            "public class A : Library; public class B : Library;\n" + PackBuilder.NodeSource("One", "\"1\""), references: [library]);
        File.Delete(library);

        var bench = await ExpectAsync("It needs the assembly Library 1.0.0.0");

        Assert.That(await bench.RunAsync("One"), Is.EqualTo("1"));
    }

    [Test]
    public async Task MissingAttributeClass_IsAFaultOfTheClassThatHasIt()
    {
        var library = _builder.Compile("Pack/Library.dll", "public class MarkAttribute : System.Attribute { public MarkAttribute(int x) { } }");
        _builder.Compile("Pack/Pack.dll",
            "[Mark(1)] " + PackBuilder.NodeSource("One", "\"1\"") + PackBuilder.NodeSource("Two", "\"2\""), references: [library]);
        File.Delete(library);

        var bench = LoaderBench.Of(_builder);

        Assert.That(bench.Faults, Has.Some.Contains("Library 1.0.0.0"));
        Assert.That(await bench.RunAsync("Two"), Is.EqualTo("2"));
    }

    [Test]
    public void NewerSdk_SaysWhichThisIs()
    {
        var sdk = _builder.Compile("Pack/PixelDiT.Graph.dll", "namespace Future { public class Thing { } }", "99.0.0.0");
        _builder.Compile("Pack/Pack.dll", "public class One : Future.Thing;", references: [sdk]);

        Assert.That(LoaderBench.Of(_builder).Faults.First(), Does.Contain("built against PixelDiT.Graph 99.0.0.0 and this server has"));
    }

    [Test]
    public void NewerFramework_SaysWhichThisIs()
    {
        var library = _builder.Compile("Pack/System.Linq.dll", "namespace System.Linq2 { public class Thing { } }", "99.0.0.0");
        _builder.Compile("Pack/Pack.dll", "public class One : System.Linq2.Thing;", references: [library]);
        File.Delete(library);

        Assert.That(LoaderBench.Of(_builder).Faults.First(), Does.Contain("It needs System.Linq 99.0.0.0").And.Contain("build the pack for net10.0"));
    }

    [Test]
    public async Task SameId_TheFirstOneCounts()
    {
        _builder.Compile("Again/Again.dll", PackBuilder.NodeSource("Clash", "\"first\""));
        _builder.Compile("Pack/Pack.dll", PackBuilder.NodeSource("Clash", "\"second\"") + PackBuilder.NodeSource("Two", "\"2\""));

        var bench = await ExpectAsync("Clash: ", "'Clash' belongs to Clash of Again already");

        Assert.That((await bench.RunAsync("Clash"), await bench.RunAsync("Two")), Is.EqualTo(("first", "2")));
    }

    [Test]
    public async Task SameIdAsABuiltInNode_TheBuiltInOneCounts()
    {
        using var ours = new PackBuilder();
        ours.Compile("ZOurs/ZOurs.dll", PackBuilder.NodeSource("Clash", "\"ours\""));
        _builder.Compile("Pack/Pack.dll", PackBuilder.NodeSource("Clash", "\"theirs\""));

        var bench = new LoaderBench(new PackSearchOptions { BuiltIn = ours.Packs, Usual = [_builder.Packs] });

        Assert.That(await bench.RunAsync("Clash"), Is.EqualTo("ours"));
        Assert.That(bench["Pack"].Faults, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task AttributeThatThrows_IsAFaultOfThatClass()
    {
        _builder.Compile("Pack/Pack.dll",
            """
            public sealed class LoudAttribute : PixelDiT.Graph.Nodes.InputAttribute { public LoudAttribute() : base("X") => throw new System.Exception("not today"); }

            """ + PackBuilder.NodeSource("One", "\"1\"", "[Loud] public object X { get; set; }") + PackBuilder.NodeSource("Two", "\"2\""));

        var bench = await ExpectAsync("One: Exception: not today");

        Assert.That(await bench.RunAsync("Two"), Is.EqualTo("2"));
    }

    [Test]
    public async Task ChoiceSourceThatThrows_IsAFaultOfThatClass()
    {
        _builder.Compile("Pack/Pack.dll",
            """
            public sealed class Choices : PixelDiT.Graph.Nodes.IChoiceSource
            {
                public Choices() => throw new System.InvalidOperationException("no choices");
                public System.Collections.Generic.IReadOnlyList<string> GetChoices(PixelDiT.Graph.Nodes.NodeServices services) => [];
            }

            """ + PackBuilder.NodeSource("One", "\"1\"", "[PixelDiT.Graph.Nodes.ComboInput(Source = typeof(Choices))] public string X { get; set; }"));

        await ExpectAsync("One: InvalidOperationException: no choices");
    }

    [Test]
    public async Task StaticConstructorThatThrows_IsAFaultOfThatClass()
    {
        _builder.Compile("Pack/Pack.dll",
            PackBuilder.NodeSource("One", "\"1\"", "static readonly int X = int.Parse(\"x\");") + PackBuilder.NodeSource("Two", "\"2\""));

        var bench = await ExpectAsync("One: FormatException");

        Assert.That(bench.Registry.Find("One"), Is.Null);
        Assert.That(await bench.RunAsync("Two"), Is.EqualTo("2"));
    }

    [Test]
    public async Task StartupThatThrows_NoneOfItsNodesAreOffered()
    {
        _builder.Compile("Pack/Pack.dll",
            """
            public sealed class Begin : PixelDiT.Graph.Packs.IPackStartup
            {
                public void Start(PixelDiT.Graph.Packs.PackStart start) => throw new System.NotSupportedException("no luck\nat all");
            }

            """ + PackBuilder.NodeSource("One", "\"1\""));

        var bench = await ExpectAsync("Begin: The pack's startup class failed, so none of its nodes are offered: NotSupportedException: no luck at all");

        Assert.That(bench.Registry.Find("One"), Is.Null);
        Assert.That(bench["Pack"].Version, Is.EqualTo("1.0.0.0"));
    }

    [Test]
    public async Task ClassThatIsNoNode_SaysWhatANodeIs()
    {
        _builder.Compile("Pack/Pack.dll", "[PixelDiT.Graph.Nodes.Node(\"One\")] public class One { }");

        await ExpectAsync("derives from neither Node nor AsyncNode");
    }

    [Test]
    public async Task NeitherNodesNorStartup_SaysWhatANodeIs()
    {
        _builder.Compile("Pack/Pack.dll", "public class One { }");

        await ExpectAsync("no class with [Node]");
    }

    [Test]
    public async Task UnreadableFile_SaysSo()
    {
        var file = _builder.Compile("Pack/Pack.dll", PackBuilder.NodeSource("One", "\"1\""));
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("no file modes");
            return;
        }

        File.SetUnixFileMode(file, UnixFileMode.None);
        Assume.That(() => File.ReadAllBytes(file), Throws.TypeOf<UnauthorizedAccessException>(), "this user may read everything");

        await ExpectAsync("cannot be read");
    }

    // Exactly one fault, in the pack called Pack, and the good pack beside it works.
    private async Task<LoaderBench> ExpectAsync(params string[] parts)
    {
        var bench = LoaderBench.Of(_builder);
        Assert.That(bench.Faults, Has.Exactly(1).Items);
        var fault = bench.Faults.Single();
        Assert.Multiple(() =>
        {
            Assert.That(fault, Does.StartWith("Pack: "));
            Assert.That(fault, Does.Not.Contain("\n"));
            foreach (var part in parts)
            {
                Assert.That(fault, Does.Contain(part));
            }

            var warnings = bench.Log.Lines.Where(l => l.Level == LogLevel.Warning).Select(l => l.Text).ToList();
            Assert.That(warnings, Has.Count.EqualTo(1));
            Assert.That(warnings[0], Does.Contain(_builder.Folder("Pack")).And.EndWith(fault["Pack: ".Length..]));
        });
        Assert.That(await bench.RunAsync("Good"), Is.EqualTo("good"));
        return bench;
    }
}
