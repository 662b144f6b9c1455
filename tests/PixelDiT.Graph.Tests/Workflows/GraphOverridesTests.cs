using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Workflows;

namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>Values that come as JSON; those that come as text are tested with the command line.</summary>
internal sealed class GraphOverridesTests
{
    private static readonly NodeRegistry Registry = MakeRegistry();

    [TestCase("count", "7", "7")]
    [TestCase("count", "18446744073709551615", "18446744073709551615")]
    [TestCase("count", "\"7\"", "7")]
    [TestCase("count", "[\"9\",1]", "[\"9\",1]", Description = "a link")]
    [TestCase("share", "1", "1.0")]
    [TestCase("share", "0.25", "0.25")]
    [TestCase("on", "true", "true")]
    [TestCase("text", "\"{}\"", "\"{}\"")]
    [TestCase("text", "5", "\"5\"")]
    [TestCase("choice", "\"a\"", "\"a\"")]
    [TestCase("choice", "[\"a\",\"b\"]", "{\"__value__\":[\"a\",\"b\"]}")]
    [TestCase("anything", "{\"a\":[1]}", "{\"a\":[1]}")]
    [TestCase("anything", "\"text\"", "\"text\"")]
    public void Apply_JsonValue_IsTyped(string input, string value, string expected)
    {
        var prompt = new JsonObject { ["1"] = new JsonObject { ["class_type"] = "Sink", ["inputs"] = new JsonObject() } };
        var faults = GraphOverrides.Apply(prompt, [InputOverride.OfJson($"Sink.{input}", JsonNode.Parse(value)!)], Registry);

        Assert.That(faults, Is.Empty);
        Assert.That(prompt["1"]!["inputs"]![input]!.ToJsonString(), Is.EqualTo(expected));
    }

    [TestCase("count", "7.5")]
    [TestCase("count", "true")]
    [TestCase("count", "[1]")]
    [TestCase("share", "\"much\"")]
    [TestCase("on", "1")]
    public void Apply_JsonValueThatDoesNotFit_IsAFaultAndTheOthersAreSet(string input, string value)
    {
        var prompt = new JsonObject { ["1"] = new JsonObject { ["class_type"] = "Sink", ["inputs"] = new JsonObject { [input] = "before" } } };
        var faults = GraphOverrides.Apply(prompt, [InputOverride.OfJson($"1.{input}", JsonNode.Parse(value)!), InputOverride.OfJson("1.text", "x")], Registry);

        Assert.That(faults.Single().Target, Is.EqualTo($"1.{input}"));
        Assert.That(faults.Single().Message, Does.Contain($"'{input}' of 1 (Sink) takes"));
        Assert.That((string?)prompt["1"]!["inputs"]![input], Is.EqualTo("before"));
        Assert.That((string?)prompt["1"]!["inputs"]!["text"], Is.EqualTo("x"));
    }

    private static NodeRegistry MakeRegistry()
    {
        var registry = new NodeRegistry();
        Assert.That(registry.AddPack([typeof(Sink)], "tests").Faults, Is.Empty);
        return registry;
    }

    [Node("Sink", IsOutput = true)]
    private sealed class Sink : Node
    {
        [IntInput]
        public long Count { get; set; }

        [FloatInput]
        public double Share { get; set; }

        [BooleanInput]
        public bool On { get; set; }

        [StringInput]
        public string Text { get; set; } = "";

        [ComboInput("a", "b")]
        public string Choice { get; set; } = "";

        [Input("*")]
        public object? Anything { get; set; }

        public override NodeResult Run(NodeContext context) => NodeResult.Of();
    }
}
