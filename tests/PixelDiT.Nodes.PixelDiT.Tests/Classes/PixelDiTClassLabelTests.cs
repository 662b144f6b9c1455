using PixelDiT.Models.PixelDiT;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Nodes.PixelDiT.Classes;

namespace PixelDiT.Nodes.PixelDiT.Tests.Classes;

[ReleasesTensors]
public class PixelDiTClassLabelTests
{
    [TestCase("0", 0, "tench, Tinca tinca")]
    [TestCase("goldfish", 1, "goldfish, Carassius auratus")]
    [TestCase("  Golden Retriever ", 207, "golden retriever")]
    [TestCase("tabby cat", 281, "tabby, tabby cat")]
    [TestCase("ailuropoda", 388, "giant panda, panda, panda bear, coon bear, Ailuropoda melanoleuca")]
    [TestCase("balloon", 417, "balloon")]
    [TestCase("cheeseb", 933, "cheeseburger")]
    [TestCase("daisy", 985, "daisy")]
    [TestCase("999", 999, "toilet tissue, toilet paper, bathroom tissue")]
    [TestCase("maillot", 638, "maillot")]
    [TestCase("tank suit", 639, "maillot, tank suit")]
    [TestCase("crane (bird)", 134, "crane (bird)")]
    [TestCase("crane (m", 517, "crane (machine)")]
    [TestCase("cardigan", 474, "cardigan")]
    [TestCase("cardigan welsh", 264, "Cardigan, Cardigan Welsh corgi")]
    [TestCase("null", PixelDiTC2I.AnyNullClass, "null class")]
    [TestCase("Null Class", PixelDiTC2I.AnyNullClass, "null class")]
    [TestCase("1000", PixelDiTC2I.AnyNullClass, "null class")]
    public void Run_IndexOrName_GivesTheClass(string label, long index, string name)
    {
        var outputs = new PixelDiTClassLabel { Label = label }.Run(new FakeContext()).Outputs;
        using var embedding = ((Conditioning)outputs[0]!).Entries.Single().Embedding;
        Assert.Multiple(() =>
        {
            Assert.That(embedding.item<long>(), Is.EqualTo(index));
            Assert.That(embedding.shape, Is.EqualTo(new long[] { 1, 1, 1 }));
            Assert.That(outputs[1], Is.EqualTo(name));
        });
    }

    [Test]
    public void Run_EveryClass_IsFoundByTheNameItGives()
    {
        var seen = new HashSet<string>();
        for (var index = 0; index < 1000; index++)
        {
            var name = ImageNetClasses.Find($"{index}")!.Name;
            Assert.That(ImageNetClasses.Find(name)!.Index, Is.EqualTo(index), name);
            Assert.That(seen.Add(name), Is.True, name);
        }
    }

    [Test]
    public void Run_PartOfTwo_ListsThem() =>
        Assert.That(() => new PixelDiTClassLabel { Label = "crane" }.Run(new FakeContext()),
            Throws.TypeOf<ClassLabelException>().With.Message.Contains("2 classes match: 'crane (bird)' (134), 'crane (machine)' (517)."));

    [Test]
    public void Run_PartOfMany_ListsTen()
    {
        var error = Assert.Throws<ClassLabelException>(() => new PixelDiTClassLabel { Label = "terrier" }.Run(new FakeContext()));
        Assert.Multiple(() =>
        {
            Assert.That(error.Message.Split("(").Length - 1, Is.EqualTo(10));
            Assert.That(error.Message, Does.Match(@"\d\d classes match").And.EndsWith("…."));
        });
    }

    [TestCase("goldan retreiver", "golden retriever")]
    [TestCase("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "(")]
    public void Run_UnknownName_ListsTheFiveNearest(string label, string nearest)
    {
        var error = Assert.Throws<ClassLabelException>(() => new PixelDiTClassLabel { Label = label }.Run(new FakeContext()));
        Assert.Multiple(() =>
        {
            Assert.That(error.Message, Does.Contain("the nearest are").And.Contain(nearest));
            Assert.That(error.Message.Split("' (").Length - 1, Is.EqualTo(5));
        });
    }

    [TestCase("-1")]
    [TestCase("1001")]
    [TestCase("99999999999999999999")]
    [TestCase("")]
    [TestCase("   ")]
    public void Run_NoClass_IsRefused(string label) =>
        Assert.That(() => new PixelDiTClassLabel { Label = label }.Run(new FakeContext()), Throws.TypeOf<ClassLabelException>());
}
