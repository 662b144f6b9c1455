using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>Values that an instance sets on its own inputs when it lists no promoted widgets (protocol §8.4).</summary>
internal sealed class PromotedInputTests
{
    private const string Id = "aaaaaaaa-0000-4000-8000-000000000001";
    private const string Other = "aaaaaaaa-0000-4000-8000-000000000002";

    // Inputs: a socket, then the widgets of 5 and 6.
    private static Definition Texts() => new Definition(Id, "Texts").Also(d => d.Node(5, "Encode", """["inner 5"]""").Node(6, "Encode", """["inner 6"]"""))
        .In("clip", "CLIP", false, (5, "clip"), (6, "clip")).In("text", "STRING", true, (5, "text")).In("text_1", "STRING", true, (6, "text"));

    // The inputs that the instance lists: today's front end leaves out those of widgets unless they are linked or renamed.
    [TestCase("[]")]
    [TestCase("""[{"name":"text_1","label":"negative","type":"STRING","widget":{"name":"text_1"},"link":null}]""")]
    [TestCase("""[{"name":"clip","type":"CLIP","link":null},{"name":"text","type":"STRING","widget":{"name":"text"},"link":null},{"name":"text_1","type":"STRING","widget":{"name":"text_1"},"link":null}]""")]
    public void Convert_NoPromotedWidgets_ValuesGoToTheDefinitionsWidgetInputsInOrder(string inputs)
    {
        foreach (var proxies in new[] { null, "[]" })
        {
            var file = new EditorFile().Define(Texts()).Node(4, Id, """["a cat","ugly"]""");
            file[4]["inputs"] = JsonNode.Parse(inputs);
            if (proxies is not null)
            {
                file.Promote(4, proxies);
            }

            Assert.That(file.Inputs(), Is.EqualTo("""{"4:5":{"text":"a cat"},"4:6":{"text":"ugly"}}"""), proxies);
        }
    }

    [Test]
    public void Convert_LinkedInput_KeepsItsPlaceAmongTheValues() => Assert.That(
        new EditorFile().Define(Texts()).Node(1, "Pick").Node(4, Id, """["a cat","ugly"]""").Link(1, 0, 4, "text", "STRING", widget: true).Inputs(),
        Does.EndWith(""","4:5":{"text":["1",0]},"4:6":{"text":"ugly"}}"""));

    [Test]
    public void Convert_ValuesByName_GoToTheInputsOfThatName() => Assert.That(
        new EditorFile().Define(Texts()).Node(4, Id, """{"text_1":"ugly"}""").Inputs(), Is.EqualTo("""{"4:5":{"text":"inner 5"},"4:6":{"text":"ugly"}}"""));

    [Test]
    public void Convert_NullOrShortValues_LeaveTheInnerOnes() => Assert.That(
        new EditorFile().Define(Texts()).Node(4, Id, "[null]").Inputs(), Is.EqualTo("""{"4:5":{"text":"inner 5"},"4:6":{"text":"inner 6"}}"""));

    // Values of the outer and of the inner instance.
    [TestCase("""["x","y"]""", """["z"]""", "x", "y")]
    [TestCase("""[null,"y"]""", """["z"]""", "z", "y")]
    [TestCase(null, """[null,"z"]""", "inner 5", "z")]
    public void Convert_NestedInstances_TheOutermostValueCounts(string? outerValues, string innerValues, string five, string six)
    {
        var outer = new Definition(Other, "Outer").Also(d => d.Node(8, Id, innerValues)).In("p", "STRING", false, (8, "text")).In("q", "STRING", false, (8, "text_1"));

        Assert.That(new EditorFile().Define(Texts(), outer).Node(2, Other, outerValues).Inputs(),
            Is.EqualTo($$$"""{"2:8:5":{"text":"{{{five}}}"},"2:8:6":{"text":"{{{six}}}"}}"""));
    }

    [Test]
    public void Convert_SocketsOfUnknownClasses_HaveTheWidgetsThatTheyNamed() => Assert.That(
        new EditorFile().Define(new Definition(Id, "F").Also(d => d.Node(5, "Foreign")).In("a", "X", false, (5, "socket")).In("b", "INT", true, (5, "number"))).Node(4, Id, "[7]").Inputs(),
        Is.EqualTo("""{"4:5":{"number":7}}"""));

    // One value an input; one more after each widget with a mode; the same for a widget two levels down.
    [TestCase("[777,33]")]
    [TestCase("""[777,"randomize",33]""")]
    public void Convert_PlacesOfModes_AreSkippedWhenThereAreMoreValuesThanInputs(string values)
    {
        var sampler = new Definition(Id, "S").Also(d => d.Node(5, "Sample", """[1,"fixed",20,4,"heun",1]""")).In("seed", "INT", true, (5, "seed")).In("steps", "INT", true, (5, "steps"));
        var outer = new Definition(Other, "Outer").Also(d => d.Node(8, Id)).In("p", "INT", true, (8, "seed")).In("q", "INT", true, (8, "steps"));

        Assert.That(new EditorFile().Define(sampler, outer).Node(2, Id, values).Node(3, Other, values).Inputs(),
            Is.EqualTo("""{"2:5":{"seed":777,"steps":33,"cfg":4,"sampler":"heun","denoise":1},"3:8:5":{"seed":777,"steps":33,"cfg":4,"sampler":"heun","denoise":1}}"""));
    }

    // What a front end could not place when it did away with the list, and the expected texts; values are "a cat" and "ugly".
    [TestCase("""[{"originalEntry":["-1","text"],"hostValue":"a dog"}]""", "a dog", "ugly")]
    [TestCase("""[{"originalEntry":["-1","text_1"],"hostValue":"x"},{"originalEntry":["-1","text_1"],"hostValue":"y"}]""", "a cat", "x")]
    [TestCase("""[{"originalEntry":["5","text"],"hostValue":"x"},{"originalEntry":["-1","text"]},{"originalEntry":["-1","gone"],"hostValue":1}]""", "a cat", "ugly")]
    [TestCase("""[5,null,{},{"originalEntry":5,"hostValue":1},{"originalEntry":["-1"],"hostValue":1},{"originalEntry":["-1",{}],"hostValue":1}]""", "a cat", "ugly")]
    [TestCase("5", "a cat", "ugly")]
    public void Convert_ValuesSetAside_CountBeforeThoseInPlace(string aside, string five, string six)
    {
        var file = new EditorFile().Define(Texts()).Node(4, Id, """["a cat","ugly"]""");
        file[4]["properties"]!["proxyWidgetErrorQuarantine"] = JsonNode.Parse(aside);

        Assert.That(file.Inputs(), Is.EqualTo($$$"""{"4:5":{"text":"{{{five}}}"},"4:6":{"text":"{{{six}}}"}}"""));
    }

    // Two inputs called 'v'.
    private static Definition Twins(string secondType = "INT") => new Definition(Id, "Twins").Also(d => d.Node(5, "Int", "[50]").Node(6, "Int", "[60]"))
        .In("v", "INT", true, (5, "value")).In("v", secondType, true, (6, "value"));

    [Test]
    public void Convert_InputsOfOneName_HaveValuesOfTheirOwn() =>
        Assert.That(new EditorFile().Define(Twins()).Node(2, Id, "[10,20]").Inputs(), Is.EqualTo("""{"2:5":{"value":10},"2:6":{"value":20}}"""));

    // Types of the definition's second input and of the two that are linked.
    [TestCase("INT", "INT", "INT", 1, 3)]
    [TestCase("FLOAT", "INT", "FLOAT", 1, 3)]
    [TestCase("FLOAT", "FLOAT", "INT", 3, 1, Description = "the type tells them apart")]
    public void Convert_LinkedInputsOfOneName_AreTakenInTurn(string defined, string first, string second, int five, int six)
    {
        var file = new EditorFile().Define(Twins(defined)).Node(1, "Int", "[1]").Node(3, "Int", "[3]").Node(2, Id);
        file[2]["inputs"] = JsonNode.Parse($$"""[{"name":"v","type":"{{first}}","link":1},{"name":"v","type":"{{second}}","link":2}]""");
        file.Links.Add((JsonNode)new JsonArray(1, 1, 0, 2, 0, first));
        file.Links.Add((JsonNode)new JsonArray(2, 3, 0, 2, 1, second));

        Assert.That(file.Inputs(), Does.EndWith($$$""","2:5":{"value":["{{{five}}}",0]},"2:6":{"value":["{{{six}}}",0]}}"""));
    }

    [Test]
    public void Convert_ManyInputsOfOneName_AreDealtOutInOneGo()
    {
        const int count = 50_000;
        var inputs = string.Join(',', Enumerable.Repeat("""{"name":"v","type":"INT"}""", count));
        var nodes = string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{"id":{{i}},"type":"s","inputs":[{"name":"v","type":"INT"},{"name":"v","type":"INT"}]}"""));
        var workflow = $$"""{"nodes":[{{nodes}}],"definitions":{"subgraphs":[{"id":"s","name":"S","inputs":[{{inputs}}],"nodes":[] }] } }""";

        Assert.That(EditorTestNode.Converter.Convert(JsonNode.Parse(workflow)).Prompt, Is.Empty);
    }

    // Definitions within definitions, as deep as the file is long, and a value for the innermost widget.
    [Test]
    public void Convert_ValueThroughThousandsOfLevels_ReachesTheWidget()
    {
        const int levels = 2000;
        var definitions = Enumerable.Range(0, levels).Select(i =>
            new Definition($"s{i}", $"S{i}").Also(d => d.Node(1, i == levels - 1 ? "Int" : $"s{i + 1}")).In("a", "INT", false, (1, i == levels - 1 ? "value" : "a")));

        Assert.That(new EditorFile().Define([.. definitions]).Node(1, "s0", "[9]").Inputs(), Does.EndWith(""":1":{"value":9}}"""));
    }
}
