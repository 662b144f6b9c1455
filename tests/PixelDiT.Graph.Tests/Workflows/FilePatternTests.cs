using PixelDiT.Graph.Tests.Recorded;
using PixelDiT.Graph.Workflows;
using PixelDiT.Graph.Workflows.Texts;

namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>What the front end fills into file names before it sends a workflow (protocol §8.6).</summary>
internal sealed class FilePatternTests
{
    private static readonly DateTimeOffset Now = new(2024, 3, 7, 15, 4, 9, TimeSpan.Zero);

    [TestCase("yyyy-MM-dd", "2024-03-07")]
    [TestCase("d.M.yy h:m:s", "7.3.24 15:4:9")]
    [TestCase("HH'hh'mmss", "15'15'0409")]
    [TestCase("", "")]
    public void Date_Tokens_AreFilledIn(string format, string expected) => Assert.That(FilePatterns.Date(format, Now), Is.EqualTo(expected));

    [TestCase("a%Mine.value%b", "a5b")]
    [TestCase("%Save.filename_prefix%", "x_y_z", Description = "characters that names cannot have")]
    [TestCase("%Sampler.steps%-%Sampler.sampler%", "30-heun")]
    [TestCase("%Inner.value%", "70")]
    [TestCase("%width%_%batch_num%_%nobody.x%_%Mine.nothing%_%a.b.c%_100%", "%width%_%batch_num%_%nobody.x%_%Mine.nothing%_%a.b.c%_100%")]
    public void Convert_Patterns_TakeTheValuesOfNodes(string prefix, string expected)
    {
        var file = new EditorFile().Define(new Definition("s", "S").Also(d => d.Node(7, "Int", "[60]", title: "Inner")))
            .Node(1, "Int", "[5]", title: "Mine").Node(2, "Save", """["x/y:z"]""", mode: 2).Node(3, "Sample", """[1,"fixed",30,4,"heun",1]""")
            .Node(4, "s", "[70]").Promote(4, """[["7","value"]]""").Node(5, "Save", $"[\"{prefix}\"]");
        file[2]["properties"]!["Node name for S&R"] = "Save";

        Assert.That((string?)file.Convert().Prompt!["5"]!["inputs"]!["filename_prefix"], Is.EqualTo(expected));
    }

    [Test]
    public void Convert_Date_IsThatOfTheClock()
    {
        var converter = new WorkflowConverter(EditorTestNode.Registry, EditorTestNode.Services) { Time = new FixedTime() };

        var prompt = converter.Convert(new EditorFile().Node(5, "Save", """["%date:yyyy-MM-dd%/a"]""").Node(6, "Encode", """["%date:yyyy%"]""").Json).Prompt!;

        Assert.That((string?)prompt["5"]!["inputs"]!["filename_prefix"], Is.EqualTo("2024-03-07/a"));
        Assert.That((string?)prompt["6"]!["inputs"]!["text"], Is.EqualTo("%date:yyyy%"), "other widgets are texts");
    }

    [Test]
    public void Convert_ChangedValues_AreThoseThatNamesTake()
    {
        var file = new EditorFile().Node(1, "Int", "[5]", title: "Mine").Node(2, "Save", """["%Mine.value%"]""").Node(3, "Save", """["a"]""");

        var prompt = EditorTestNode.Converter.Convert(file.Json, graph =>
        {
            graph["1"]!["inputs"]!["value"] = 96;
            graph["3"]!["inputs"]!["filename_prefix"] = "n%Mine.value%";
        }).Prompt!;

        Assert.That((string?)prompt["2"]!["inputs"]!["filename_prefix"], Is.EqualTo("96"));
        Assert.That((string?)prompt["3"]!["inputs"]!["filename_prefix"], Is.EqualTo("n96"));
    }

    [Test]
    public void Convert_WorkflowWithFaults_IsNotChanged()
    {
        var called = false;

        var result = EditorTestNode.Converter.Convert(new EditorFile().Node(1, "Int", """["x"]""").Json, _ => called = true);

        Assert.That(result.Prompt, Is.Null);
        Assert.That(called, Is.False);
    }

    // Two names that take each other: each gets the other's text as it was.
    [Test]
    public void Convert_NamesThatTakeNames_TakeThemUnfilled()
    {
        var prompt = new EditorFile().Node(1, "Save", """["%B.filename_prefix%"]""", title: "A").Node(2, "Save", """["x%A.filename_prefix%"]""", title: "B").Convert().Prompt!;

        Assert.That((string?)prompt["1"]!["inputs"]!["filename_prefix"], Is.EqualTo("x%A.filename_prefix%"));
        Assert.That((string?)prompt["2"]!["inputs"]!["filename_prefix"], Is.EqualTo("x%B.filename_prefix%"));
    }

    [TestCase("%Mine.number%", "8", Description = "a linked input still has its widget")]
    [TestCase("%Chooser.channels%", "[_r_]", Description = "a list")]
    public void Convert_PatternOfOtherInputs_IsFilledIn(string prefix, string expected)
    {
        var file = new EditorFile().Node(1, "Int", "[5]").Node(2, "Any", "[8]", title: "Mine").Link(1, 0, 2, "number", "INT", widget: true)
            .Node(3, "Pick", """["two","fixed",true,["r"],"x",2]""", title: "Chooser").Node(4, "Save", $"[\"{prefix}\"]");

        Assert.That((string?)file.Convert().Prompt!["4"]!["inputs"]!["filename_prefix"], Is.EqualTo(expected));
    }

    // Front ends give every node its class to be found by, saved or not.
    [TestCase("%Sample.steps%", "30")]
    [TestCase("%Mine.steps%", "30", Description = "a title")]
    [TestCase("%Int.value%", "5", Description = "the class of one node before the title of another")]
    public void Convert_NodeWithoutASavedName_IsFoundByItsClass(string prefix, string expected)
    {
        var file = new EditorFile().Node(1, "Sample", """[1,"fixed",30,4,"heun",1]""", title: "Mine").Node(2, "PlainSeed", "[1,2]", title: "Int").Node(3, "Int", "[5]")
            .Node(5, "Save", $"[\"{prefix}\"]");

        Assert.That((string?)file.Convert().Prompt!["5"]!["inputs"]!["filename_prefix"], Is.EqualTo(expected));
    }

    // They give none to their own save nodes.
    [TestCase("%SaveImage.filename_prefix%", "%SaveImage.filename_prefix%")]
    [TestCase("%Save Image.filename_prefix%", "x")]
    public void Convert_SaveNode_IsFoundByItsTitleOnly(string prefix, string expected)
    {
        var file = new EditorFile().Node(1, "SaveImage", """["x"]""").Node(2, "SaveImage", $"[\"{prefix}\"]");

        var prompt = new WorkflowConverter(RecordedFixture.Registry, RecordedFixture.Services).Convert(file.Json).Prompt!;

        Assert.That((string?)prompt["2"]!["inputs"]!["filename_prefix"], Is.EqualTo(expected));
    }

    [TestCase("%Seed.value%", "42", "42")]
    [TestCase("%Mine.seed%", "42", "42", Description = "the widget that it drives")]
    [TestCase("%Seed.other%", "42", "%Seed.other%")]
    public void Convert_PatternOfAPrimitive_IsItsValue(string prefix, string value, string expected)
    {
        var file = new EditorFile().Node(1, "PrimitiveNode", $"[{value},\"fixed\"]", title: "Seed").Node(2, "Sample", """[1,"fixed",30,4,"heun",1]""", title: "Mine")
            .Link(1, 0, 2, "seed", "INT", widget: true).Node(5, "Save", $"[\"{prefix}\"]");

        Assert.That((string?)file.Convert().Prompt!["5"]!["inputs"]!["filename_prefix"], Is.EqualTo(expected));
    }

    [Test]
    public void Convert_PatternOfAPromotedPrimitive_IsTheInstancesValue()
    {
        var file = new EditorFile().Define(new Definition("s", "S").Also(d => d.Node(7, "PrimitiveNode", "[60]", title: "Seed").Node(8, "Int").Link(7, 0, 8, "value", "INT", widget: true)))
            .Node(4, "s", "[70]").Promote(4, """[["7","value"]]""").Node(5, "Save", """["%Seed.value%"]""");

        Assert.That((string?)file.Convert().Prompt!["5"]!["inputs"]!["filename_prefix"], Is.EqualTo("70"));
    }

    private sealed class FixedTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
