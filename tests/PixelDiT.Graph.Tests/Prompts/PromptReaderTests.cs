using System.Text;
using System.Text.Json;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Tests.Prompts;

public sealed class PromptReaderTests
{
    [Test]
    public void Read_Graph_KeepsOrderLinksLiteralsAndTitles()
    {
        var graph = Read("""
            {"9": {"class_type": "B", "inputs": {"x": ["1", 2], "y": {"__value__": [1, 2]}, "z": {"a": 1}}, "_meta": {"title": "T"}, "pos": [1]},
             "1": {"class_type": "A", "inputs": {}}}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(graph.Nodes.Select(n => n.Id), Is.EqualTo(new[] { "9", "1" }));
            Assert.That(graph.Find("9")!.Title, Is.EqualTo("T"));
            Assert.That(graph.Nodes[0].Inputs.Select(i => i.Key), Is.EqualTo(new[] { "x", "y", "z" }));
            Assert.That(graph.Nodes[0].Inputs[0].Value, Is.EqualTo(new PromptInput.Link("1", 2)));
            Assert.That($"{graph.Nodes[0].Inputs[0].Value}", Is.EqualTo("1.2"));
            Assert.That(((PromptInput.Literal)graph.Nodes[0].Inputs[1].Value).Value!.ToJsonString(), Is.EqualTo("[1,2]"));
            Assert.That(((PromptInput.Literal)graph.Nodes[0].Inputs[2].Value).Value!.ToJsonString(), Is.EqualTo("""{"a":1}"""));
            Assert.That(graph.Find("2"), Is.Null);
        });
    }

    [TestCase("[]")]
    [TestCase("[1, 0]")]
    [TestCase("[\"1\"]")]
    [TestCase("[\"1\", 0, 0]")]
    [TestCase("[\"1\", -1]")]
    [TestCase("[\"1\", 1.0]")]
    [TestCase("[\"1\", 4294967296]")]
    public void Read_ArrayThatIsNoLink_IsABadLink(string array) =>
        Assert.That(Read($$"""{"1": {"class_type": "A", "inputs": {"x": {{array}} } } }""").Nodes[0].Inputs[0].Value, Is.TypeOf<PromptInput.BadLink>());

    [TestCase("{", "no valid JSON")]
    [TestCase("", "no valid JSON")]
    [TestCase("{\"1\": NaN}", "no valid JSON")]
    [TestCase("{\"a\": 1, \"a\": 2}", "no valid JSON")]
    [TestCase("{\"1\": {\"class_type\": \"A\", \"inputs\": {\"x\": 1, \"x\": 2}}}", "no valid JSON")]
    [TestCase("{\"1\": {\"_meta\": {\"x\": \"\\ud800\"}}}", "no valid Unicode")]
    [TestCase("{\"1\": {\"\\udc00\": 1}}", "no valid Unicode")]
    [TestCase("3", "must be an object of nodes")]
    [TestCase("{\"1\": 3}", "A node must be an object")]
    [TestCase("{\"1\": {\"inputs\": 3}}", "inputs of a node must be an object")]
    public void Read_NoPrompt_SaysWhatIsWrong(string json, string part) =>
        Assert.That(() => Read(json), Throws.TypeOf<PromptFormatException>().With.Message.Contains(part).And.Property("Error").Property("Type").EqualTo("invalid_request"));

    [Test]
    public void Parse_DeepNesting_IsRefused()
    {
        var json = string.Concat(Enumerable.Repeat("[", 100_000));

        Assert.That(() => PromptReader.Parse(Encoding.UTF8.GetBytes(json)), Throws.TypeOf<PromptFormatException>());
    }

    [Test]
    public void Read_TooManyNodesOrInputs_IsRefused()
    {
        var limits = new PromptLimits { MaxNodes = 2, MaxInputs = 1 };

        Assert.Multiple(() =>
        {
            Assert.That(() => PromptReader.Read(Bytes("""{"1": {}, "2": {}, "3": {}}"""), limits), Throws.TypeOf<PromptFormatException>());
            Assert.That(() => PromptReader.Read(Bytes("""{"1": {"inputs": {"a": 1, "b": 2}}}"""), limits), Throws.TypeOf<PromptFormatException>());
        });
    }

    [Test]
    public void Read_FromElement_IsTheSame()
    {
        using var document = JsonDocument.Parse("""{"1": {"class_type": "A", "inputs": {"x": 18446744073709551616}}}""");

        var literal = (PromptInput.Literal)PromptReader.Read(document.RootElement).Nodes[0].Inputs[0].Value;

        Assert.That(literal.Plain, Is.EqualTo(System.Numerics.BigInteger.Parse("18446744073709551616")));
        Assert.That(() => PromptReader.Read(JsonDocument.Parse("[]").RootElement), Throws.TypeOf<PromptFormatException>());
    }

    private static PromptGraph Read(string json) => PromptReader.Read(Bytes(json));

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
