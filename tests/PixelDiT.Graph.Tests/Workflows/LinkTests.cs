using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>The table of links, what nodes say of them, and the order of the result (protocol §8.2).</summary>
internal sealed class LinkTests
{
    private static EditorFile Pair(bool objects = false) =>
        new EditorFile { LinksAreObjects = objects }.Node(1, "Load").Node(2, "Patch", "[2]").Link(1, 0, 2, "model", "MODEL");

    private const string Connected = """{"1":{"name":"a.safetensors","dtype":"default"},"2":{"strength":2,"model":["1",0]}}""";

    [Test]
    public void Convert_Version1_IsReadAlike()
    {
        var file = Pair(objects: true);
        file.Json["version"] = 1;
        file.Json["reroutes"] = JsonNode.Parse("""[{"id":1,"pos":[0,0],"linkIds":[1]}]""");
        file.Links[0]!["parentId"] = 1;

        Assert.That(file.Inputs(), Is.EqualTo(Connected));
    }

    [Test]
    public void Convert_InputKnowsNothing_TableDecides()
    {
        var file = Pair();
        file[2]["inputs"]![0]!["link"] = null;

        Assert.That(file.Inputs(), Is.EqualTo(Connected));
    }

    [Test]
    public void Convert_NodeWithoutInputs_TableCountsTheDeclaredOnes()
    {
        var file = Pair();
        file[2].Remove("inputs");

        Assert.That(file.Inputs(), Is.EqualTo(Connected));
    }

    [Test]
    public void Convert_NoTable_NodesDecide()
    {
        var file = Pair();
        file.Json.Remove("links");

        Assert.That(file.Inputs(), Is.EqualTo(Connected));
    }

    [Test]
    public void Convert_TableNamesAnotherSlot_TheSocketThatNamesTheLinkHasIt()
    {
        var file = new EditorFile().Node(1, "Load").Node(2, "Encode", """["t"]""").Input(2, "text", "STRING", widget: true).Link(1, 1, 2, "clip", "CLIP");
        file.Links[0]![4] = 0;

        Assert.That(file.Inputs(), Does.EndWith(""","2":{"text":"t","clip":["1",1]}}"""));
    }

    [Test]
    public void Convert_InputsInAnyOrder_NamesDecide() => Assert.That(
        new EditorFile().Node(1, "Load").Node(2, "PatchBoth").Link(1, 0, 2, "model").Link(1, 1, 2, "clip").Inputs(), Does.EndWith(""","2":{"clip":["1",1],"model":["1",0]}}"""));

    [Test]
    public void Convert_InputThatIsNotDeclared_IsLinkedToo() => Assert.That(
        new EditorFile().Node(1, "Load").Node(2, "Patch", "[2]").Link(1, 0, 2, "input7").Inputs(), Does.EndWith(""","2":{"strength":2,"input7":["1",0]}}"""));

    [Test]
    public void Convert_StaleLink_IsIgnoredAndTold()
    {
        var file = Pair();
        file.Links.Add((JsonNode)new JsonArray(9, 1, 0, 99, 0, "MODEL"));

        Assert.That(file.Inputs(), Is.EqualTo(Connected));
        Assert.That(file.Convert().Notices[0].Message, Is.EqualTo("link 9 was ignored: node 99 has no free input 0 for it"));
    }

    [Test]
    public void Convert_OneLinkTwice_CountsOnce()
    {
        var file = Pair();
        file.Links.Add((JsonNode)file.Links[0]!.DeepClone());

        Assert.That(file.Inputs(), Is.EqualTo(Connected));
    }

    [Test]
    public void Convert_NullsAmongTheLinks_AreSkipped()
    {
        var file = Pair();
        file.Links.Insert(0, null);

        Assert.That(file.Inputs(), Is.EqualTo(Connected));
    }

    [Test]
    public void Convert_TextIds_AreKept() => Assert.That(
        new EditorFile().Node("a", "Load").Node("b 2", "Patch", "[2]").Link("a", 0, "b 2", "model").Inputs(),
        Is.EqualTo("""{"a":{"name":"a.safetensors","dtype":"default"},"b 2":{"strength":2,"model":["a",0]}}"""));

    [Test]
    public void Convert_Ids_ComeInJavaScriptsOrder()
    {
        var file = new EditorFile();
        foreach (JsonNode id in new JsonNode[] { 10, "b", 2, "01", "4294967295", "4294967294", "a", -1, 0 })
        {
            file.Node(id, "Int", "[0]");
        }

        Assert.That(file.Convert().Prompt!.Select(n => n.Key), Is.EqualTo(new[] { "0", "2", "10", "4294967294", "b", "01", "4294967295", "a", "-1" }));
    }

    [Test]
    public void Convert_NamedIds_ComeInExecutionOrder()
    {
        var file = new EditorFile().Node("save", "Save").Node("decode", "Decode").Node("load", "Upload").Node("free", "Int").Link("load", 0, "save", "images");

        Assert.That(file.Convert().Prompt!.Select(n => n.Key), Is.EqualTo(new[] { "decode", "load", "free", "save" }));
    }
}
