using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Nodes.PixelDiT.Images;

namespace PixelDiT.Nodes.PixelDiT.Tests.Declarations;

public class DeclarationTests
{
    private static readonly NodePack Pack = new NodeRegistry().AddPack(typeof(PixelDiTSaveImage).Assembly, "nodes");

    private static IEnumerable<NodeDeclaration> Nodes => Pack.Nodes;

    [Test]
    public void Pack_Declarations_HaveNoFaults() => Assert.That(Pack.Faults, Is.Empty);

    [TestCaseSource(nameof(Nodes))]
    public void Node_Texts_AreAllThere(NodeDeclaration node) => Assert.Multiple(() =>
    {
        Assert.That(node.Id, Does.StartWith("PixelDiT"));
        Assert.That(new[] { node.Title, node.Description }, Has.None.Null.And.None.Empty);
        Assert.That(node.SearchAliases, Is.Not.Empty);
        foreach (var input in node.Inputs)
        {
            Assert.That(input.Attribute.Tooltip, Is.Not.Null.And.Not.Empty, input.Name);
        }
    });

    [TestCaseSource(nameof(Nodes))]
    public void Node_Numbers_HaveARangeAndADefaultInIt(NodeDeclaration node) => Assert.Multiple(() =>
    {
        foreach (var input in node.Inputs)
        {
            if (input.Attribute is IntInputAttribute whole)
            {
                Assert.That(new[] { whole.Min, whole.Max, whole.Default }, Has.None.Null, input.Name);
            }
            if (input.Attribute is FloatInputAttribute real)
            {
                Assert.That(real.Default, Is.InRange(real.Min, real.Max), input.Name);
            }
        }
    });
}
