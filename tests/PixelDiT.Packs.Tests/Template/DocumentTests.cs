using System.Text.RegularExpressions;
using PixelDiT.Packs.Tests.Support;

namespace PixelDiT.Packs.Tests.Template;

/// <summary>docs/writing-a-node.md shows the sample's code, all of it and no other.</summary>
internal sealed partial class DocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "writing-a-node.md"));

    private static IEnumerable<string> Files =>
        Directory.GetFiles(Repository.Template).Append(Path.Combine(Repository.Root, "tests", "PixelDiT.Packs.Tests", "Template", "MyNodesTests.cs"));

    private static IEnumerable<string> Blocks => CodeBlock().Matches(Document).Select(m => m.Groups["code"].Value);

    [TestCaseSource(nameof(Blocks))]
    public void Block_OfCode_StandsInTheSample(string block)
    {
        Assert.That(Files.Select(File.ReadAllText), Has.Some.Contains(block));
    }

    [TestCaseSource(nameof(SampleFiles))]
    public void SampleFile_IsShown(string file)
    {
        var classes = NodeClass().Matches(File.ReadAllText(file)).Select(m => m.Groups["name"].Value);

        Assert.That(Document, Does.Contain(Path.GetFileName(file)));
        foreach (var name in classes)
        {
            Assert.That(Blocks, Has.Some.Contains($"class {name}"));
        }
    }

    private static string[] SampleFiles => Directory.GetFiles(Repository.Template);

    [GeneratedRegex("^```(?:csharp|xml|json)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\bclass (?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NodeClass();
}
