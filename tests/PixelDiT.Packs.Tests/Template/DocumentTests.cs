using System.Text.RegularExpressions;
using PixelDiT.Packs.Tests.Support;

namespace PixelDiT.Packs.Tests.Template;

/// <summary>docs/writing-a-node.md shows the sample's files whole, so that whoever follows it word for word has what builds and passes here.</summary>
internal sealed partial class DocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "writing-a-node.md"));

    private static IEnumerable<string> Blocks => CodeBlock().Matches(Document).Select(m => m.Groups["code"].Value);

    [TestCaseSource(nameof(SampleFiles))]
    public void SampleFile_IsShownWhole(string file)
    {
        Assert.That(Document, Does.Contain($"`{Path.GetFileName(file)}`"));
        // Proverbs are not code.
        if (Path.GetExtension(file) != ".txt")
        {
            Assert.That(Blocks, Has.Some.EqualTo(File.ReadAllText(file)));
        }
    }

    [Test]
    public void Blocks_OfCode_AreTheSampleFilesAndNoOther() =>
        Assert.That(Blocks, Is.SubsetOf(SampleFiles.Select(File.ReadAllText)));

    [Test]
    public void TestProject_TakesThePackageVersionsOfThisRepository()
    {
        var ours = PackageVersion().Matches(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"))).Select(m => m.Groups["package"].Value);
        var shown = PackageVersion().Matches(Document).Select(m => m.Groups["package"].Value).ToList();

        Assert.That(shown, Has.Count.EqualTo(3).And.SubsetOf(ours), "others would have to be downloaded by the test that builds the project");
    }

    private static string[] SampleFiles => [.. Directory.GetFiles(Repository.Template), .. Directory.GetFiles(Repository.TemplateTests)];

    [GeneratedRegex("^```(?:csharp|xml|json)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("""(?:PackageReference|PackageVersion) Include=(?<package>"[^"]+" Version="[^"]+")""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PackageVersion();
}
