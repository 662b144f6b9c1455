using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Registry;
using PixelDiT.Nodes.PixelDiT.Images;
using PixelDiT.Tests;

namespace PixelDiT.Nodes.PixelDiT.Tests.Docs;

/// <summary><c>docs/nodes</c>: a page for each node of the pack, whose tables are what the node declares.</summary>
public class NodePageTests
{
    private const string HowTo = "PIXELDIT_WRITE_DOCS=1 dotnet test tests/PixelDiT.Nodes.PixelDiT.Tests -c Release --filter NodePageTests writes the tables; the rest is written by hand";

    private static readonly string Folder = Path.Combine(TestData.File("README.md"), "../../../docs/nodes");

    private static IEnumerable<NodeDeclaration> Nodes => new NodeRegistry().AddPack(typeof(PixelDiTSaveImage).Assembly, "nodes").Nodes;

    [TestCaseSource(nameof(Nodes))]
    public void Page_Tables_AreWhatTheNodeDeclares(NodeDeclaration node)
    {
        var file = Path.Combine(Folder, $"{node.Id}.md");
        var page = File.Exists(file) ? File.ReadAllText(file) : "";
        var wanted = NodePage.WithTables(page, node);
        if (Environment.GetEnvironmentVariable("PIXELDIT_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, wanted);
            page = wanted;
        }

        Assert.That(page, Is.EqualTo(wanted), HowTo);
        Assert.That(page, Does.StartWith($"# {node.Title}\n"));
        Assert.That(NodePage.SectionsOf(page), Is.EqualTo(NodePage.Sections), "sections and their order");
        Assert.That(NodePage.Sections.Where(s => NodePage.TextOf(page, s).Length == 0), Is.Empty, "sections without text");
    }

    [Test]
    public void Folder_HoldsAPageForEachNodeAndNoOther() =>
        Assert.That(Directory.GetFiles(Folder).Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(Nodes.Select(n => n.Id)));
}
