using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Packs;
using PixelDiT.Packs.Tests.Support;

namespace PixelDiT.Packs.Tests.Loading;

/// <summary>Which folders are packs, and which file of a folder is the pack.</summary>
internal sealed class FolderRuleTests
{
    private const string Project = "<Project Sdk=\"Microsoft.NET.Sdk\" />";
    private PackBuilder _builder = null!;

    [SetUp]
    public void MakeFolder() => _builder = new PackBuilder();

    [TearDown]
    public void DeleteFolder() => _builder.Dispose();

    [Test]
    public void Assembly_CalledAsTheFolder_IsThePackWhateverElseLiesThere()
    {
        Compile("Pack/Pack.dll", "One");
        Compile("Pack/Other.dll", "Two");
        _builder.File("Pack/Other.deps.json", "{}");
        _builder.File("Pack/X.csproj", Project);

        Assert.That(Nodes(), Is.EqualTo(new[] { "One" }));
    }

    [Test]
    public void Assembly_TheOnlyOneWithDependencies_IsThePack()
    {
        Compile("Pack/Main.dll", "One");
        Compile("Pack/Library.dll", "Two");
        _builder.File("Pack/Main.deps.json", """{"runtimeTarget":{"name":".NETCoreApp,Version=v10.0"},"targets":{".NETCoreApp,Version=v10.0":{}},"libraries":{}}""");

        Assert.That(Nodes(), Is.EqualTo(new[] { "One" }));
    }

    [Test]
    public void Assembly_TheOnlyOne_IsThePack()
    {
        Compile("Pack/Other.dll", "One");

        Assert.That(Nodes(), Is.EqualTo(new[] { "One" }));
    }

    [Test]
    public void Assembly_OneOfSeveral_IsAFault()
    {
        Compile("Pack/A.dll", "One");
        Compile("Pack/B.dll", "Two");

        Assert.That(LoaderBench.Of(_builder).Faults.Single(), Does.Contain("call the right one Pack.dll"));
    }

    [Test]
    public void Folder_WithoutAssembly_IsAFault()
    {
        _builder.File("Pack/readme.txt", "");

        Assert.That(LoaderBench.Of(_builder).Faults.Single(), Does.Contain("holds no assembly").And.Contain("Pack.dll"));
    }

    [Test]
    public void Project_TakesItsNewestOutput()
    {
        _builder.File("Pack/Pack.csproj", Project);
        var old = Compile("Pack/bin/Release/net10.0/Pack.dll", "Old");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-1));
        Compile("Pack/bin/Debug/net10.0/Pack.dll", "New");
        // Newer, but not what runs.
        foreach (var other in new[] { "bin/Debug/net10.0/ref", "bin/Debug/net10.0/refint", "obj/Debug" })
        {
            File.SetLastWriteTimeUtc(Compile($"Pack/{other}/Pack.dll", "Wrong"), DateTime.UtcNow.AddHours(1));
        }

        Assert.That(Nodes(), Is.EqualTo(new[] { "New" }));
    }

    [TestCase("<Project><PropertyGroup><AssemblyName>Named</AssemblyName></PropertyGroup></Project>", "Named")]
    [TestCase("<Project><PropertyGroup><AssemblyName>$(Something)</AssemblyName></PropertyGroup></Project>", "Source")]
    [TestCase("<Project xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\"><PropertyGroup><AssemblyName> Old </AssemblyName></PropertyGroup></Project>", "Old")]
    public void Project_AssemblyName_IsHonoured(string project, string name)
    {
        _builder.File("Pack/Source.csproj", project);
        Compile($"Pack/bin/Release/net10.0/{name}.dll", "One");
        Compile("Pack/bin/Release/net10.0/Library.dll", "Two");

        Assert.That(Nodes(), Is.EqualTo(new[] { "One" }));
    }

    [TestCase(Project, "Source.csproj is not built", "dotnet build -c Release")]
    [TestCase("<Project", "no project file", "Source.csproj")]
    public void Project_WithoutOutput_SaysWhatToDo(string project, string first, string second)
    {
        _builder.File("Pack/Source.csproj", project);

        Assert.That(LoaderBench.Of(_builder).Faults.Single(), Does.Contain(first).And.Contain(second));
    }

    [Test]
    public void Projects_Several_TheOneCalledAsTheFolderCounts()
    {
        _builder.File("Pack/Tests.csproj", Project);
        _builder.File("Pack/Tool.csproj", Project);
        Assert.That(LoaderBench.Of(_builder).Faults.Single(), Does.Contain("several projects"));

        _builder.File("Pack/Pack.csproj", Project);
        Compile("Pack/bin/Release/Pack.dll", "One");

        Assert.That(Nodes(), Is.EqualTo(new[] { "One" }));
    }

    [Test]
    public void Place_SkipsWhatIsNoPack()
    {
        Compile("B/B.dll", "B");
        Compile("A/A.dll", "A");
        Compile(".hidden/X.dll", "Hidden");
        Compile("__pycache__/X.dll", "Cache");
        Compile("Off.disabled/X.dll", "Off");
        Compile("Off2.DISABLED/X.dll", "Off2");
        _builder.File("python_one/__init__.py", "");
        _builder.File("python_two/__init__.py", "");
        _builder.File("single.py", "");
        Compile("Both/Both.dll", "Both");
        _builder.File("Both/__init__.py", "");

        var bench = LoaderBench.Of(_builder);

        Assert.That(bench.Packs.Select(p => p.Name), Is.EqualTo(new[] { "A", "B", "Both" }));
        Assert.That(bench.Faults, Is.Empty);
        Assert.That(bench.Log.Lines.Single(l => l.Text.Contains("Python")).Text, Does.Contain("python_one, python_two").And.Contain("only .NET packs"));
    }

    [Test]
    public void Named_PackFolderOrFolderOfPacks_BothWork()
    {
        Compile("A/A.dll", "A");
        _builder.File("Src/Src.csproj", Project);
        Compile("Src/bin/Src.dll", "Src");
        using var more = new PackBuilder();
        more.Compile("C/C.dll", PackBuilder.NodeSource("C", "\"\""));

        var bench = new LoaderBench(new PackSearchOptions { Named = [_builder.Folder("Src"), more.Packs, _builder.Folder("A")] });

        Assert.That(bench.Packs.Select(p => p.Name), Is.EqualTo(new[] { "Src", "C", "A" }));
        Assert.That(bench.Faults, Is.Empty);
    }

    [Test]
    public void Named_Twice_LoadsOnce()
    {
        var folder = Path.GetDirectoryName(Compile("A/A.dll", "A"))!;
        var link = Path.Combine(_builder.Root, "link");
        Directory.CreateSymbolicLink(link, folder);

        var bench = new LoaderBench(new PackSearchOptions { Usual = [_builder.Packs], Named = [folder, link, _builder.Packs, folder + "/"] });

        Assert.That(bench.Packs, Has.Count.EqualTo(1));
        Assert.That(bench.Faults, Is.Empty);
    }

    [Test]
    public void Named_NotThere_IsAFaultAndUsualOnesNeedNotExist()
    {
        var file = _builder.File("A.dll", "");
        var bench = new LoaderBench(new PackSearchOptions { BuiltIn = null, Usual = ["/no/such/custom_nodes"], Named = ["/no/such/packs", file] });

        Assert.That(bench.Faults, Is.EqualTo(new[] { "packs: There is no such folder.", "A.dll: It is a file; name the folder that it lies in." }));
    }

    [Test]
    public void BuiltIn_FolderNotThere_IsAFault()
    {
        var bench = new LoaderBench(new PackSearchOptions { BuiltIn = "/no/such/nodes" });

        Assert.That(bench.Faults.Single(), Does.Contain("cannot be read"));
    }

    [Test]
    public void DisableCustom_LeavesBuiltInAndWhitelistedOnes()
    {
        using var ours = new PackBuilder();
        ours.Compile("Ours/Ours.dll", PackBuilder.NodeSource("Ours", "\"\""));
        Compile("A/A.dll", "A");
        Compile("B/B.dll", "B");

        var bench = new LoaderBench(new PackSearchOptions { BuiltIn = ours.Packs, Usual = [_builder.Packs], DisableCustom = true, Whitelist = ["B"] });

        Assert.That(bench.Packs.Select(p => p.Name), Is.EqualTo(new[] { "Ours", "B" }));
        Assert.That(bench.Log.Lines, Has.Some.Matches<(LogLevel Level, string Text)>(l => l.Text.Contains(_builder.Folder("A")) && l.Text.Contains("--disable-all-custom-nodes")));
    }

    private string Compile(string path, string id) => _builder.Compile(path, PackBuilder.NodeSource(id, "\"\""), assemblyName: null);

    private IEnumerable<string> Nodes()
    {
        var bench = LoaderBench.Of(_builder);
        Assert.That(bench.Faults, Is.Empty);
        return bench.Registry.Nodes.Select(n => n.Id);
    }
}
