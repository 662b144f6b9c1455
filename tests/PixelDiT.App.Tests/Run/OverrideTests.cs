using System.Text.Json.Nodes;
using PixelDiT.App.CommandLine;
using PixelDiT.App.Run;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;

namespace PixelDiT.App.Tests.Run;

internal sealed class OverrideTests
{
    private const string Prompt = """
        {"44:42": {"class_type": "Sampler", "_meta": {"title": "Sampler"}, "inputs": {"seed": 1, "cfg": 4, "name": "euler", "model": ["2", 0]}},
         "6": {"class_type": "Encode", "_meta": {"title": "Positive"}, "inputs": {"text": "a cat"}},
         "7": {"class_type": "Encode", "_meta": {"title": "v1.5 text"}, "inputs": {"text": "low quality and a long list of further faults that nobody wants"}},
         "2": {"class_type": "Unknown", "inputs": {"a.b": 1}}}
        """;

    private static readonly NodeRegistry Registry = MakeRegistry();

    [TestCase("Sampler.seed=18446744073709551615", "44:42", "seed", "18446744073709551615")]
    [TestCase("sampler.seed= -7 ", "44:42", "seed", "-7")]
    [TestCase("44:42.cfg=7", "44:42", "cfg", "7.0")]
    [TestCase("Sampler.cfg=1e-3", "44:42", "cfg", "0.001")]
    [TestCase("Sampler.name=heun", "44:42", "name", "\"heun\"")]
    [TestCase("Sampler.name=[\"a\",\"b\"]", "44:42", "name", """{"__value__":["a","b"]}""")]
    [TestCase("Sampler.flag=True", "44:42", "flag", "true")]
    [TestCase("Sampler.model=[\"9\",1]", "44:42", "model", "[\"9\",1]")]
    [TestCase("Positive.text=a=b.c", "6", "text", "\"a=b.c\"")]
    [TestCase("6.text=", "6", "text", "\"\"")]
    [TestCase("6.text=5", "6", "text", "\"5\"")]
    [TestCase("v1.5 text.text=x", "7", "text", "\"x\"")]
    [TestCase("2.a.b=2", "2", "a.b", "2")]
    [TestCase("2.a.b=two", "2", "a.b", "\"two\"")]
    public void Apply_OneNode_SetsTheTypedValue(string assignment, string id, string input, string expected) =>
        Assert.That(Applied(assignment)[id]!["inputs"]![input]!.ToJsonString(), Is.EqualTo(expected));

    [Test]
    public void Apply_Several_AllCountAndTheLastWins()
    {
        var prompt = Applied("Sampler.seed=1", "Positive.text=x", "Sampler.seed=2");

        Assert.That((int)prompt["44:42"]!["inputs"]!["seed"]!, Is.EqualTo(2));
        Assert.That((string?)prompt["6"]!["inputs"]!["text"], Is.EqualTo("x"));
    }

    [TestCase("seed", "--set seed: NODE.INPUT=VALUE is needed; NODE is an id, a title or a class")]
    [TestCase("seed=5", "--set seed: no node is called 'seed' by id, title or class. The nodes are 44:42 (Sampler), 6 (Encode \"Positive\"), 7 (Encode \"v1.5 text\"), 2 (Unknown)")]
    [TestCase("Sampel.seed=5", "--set Sampel.seed: no node is called 'Sampel' by id, title or class. Did you mean Sampler?")]
    [TestCase("Sampler.sed=5", "--set Sampler.sed: 44:42 (Sampler) has no input 'sed'. Did you mean seed? Its inputs are seed, cfg, name, flag, model")]
    [TestCase("Encode.text=5", "2 nodes are called 'Encode'; use the id of one of 6 (Encode \"Positive\") with text = \"a cat\", 7 (Encode \"v1.5 text\") with text = \"low quality and a long list of further faults")]
    [TestCase("Sampler.seed=1.5", "--set Sampler.seed: '1.5' does not fit; 'seed' of 44:42 (Sampler) takes a whole number (INT)")]
    [TestCase("Sampler.cfg=NaN", "takes a number (FLOAT)")]
    [TestCase("Sampler.flag=1", "takes true or false (BOOLEAN)")]
    [TestCase("Sampler.model=x", "takes a link [\"node id\", slot] to a MODEL")]
    public void Apply_WhatCannotBe_IsRefusedWithCandidates(string assignment, string said) =>
        Assert.That(() => Applied(assignment), Throws.TypeOf<UsageException>().With.Message.Contains(said));

    [Test]
    public void Apply_SeveralFaults_AreToldTogether() =>
        Assert.That(() => Applied("a.b=1", "Sampler.cfg=x"), Throws.TypeOf<UsageException>().With.Message.Contains("--set a.b").And.Message.Contains("\n--set Sampler.cfg"));

    private static JsonObject Applied(params string[] assignments)
    {
        var prompt = JsonNode.Parse(Prompt)!.AsObject();
        Override.Apply(prompt, assignments, Registry);
        return prompt;
    }

    private static NodeRegistry MakeRegistry()
    {
        var registry = new NodeRegistry();
        Assert.That(registry.AddPack([typeof(Sampler), typeof(Encode)], "tests").Faults, Is.Empty);
        return registry;
    }

    [Node("Sampler")]
    [Output("LATENT")]
    private sealed class Sampler : Node
    {
        [IntInput]
        public ulong Seed { get; init; }

        [FloatInput]
        public double Cfg { get; init; }

        [ComboInput("euler", "heun")]
        public string Name { get; init; } = "";

        [BooleanInput]
        public bool Flag { get; init; }

        [Input("MODEL")]
        public object Model { get; init; } = "";

        public override NodeResult Run(NodeContext context) => throw new NotSupportedException("a declaration only");
    }

    [Node("Encode")]
    [Output("CONDITIONING")]
    private sealed class Encode : Node
    {
        [StringInput]
        public string Text { get; init; } = "";

        public override NodeResult Run(NodeContext context) => throw new NotSupportedException("a declaration only");
    }
}
