using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Validation;

/// <summary>Protocol §5.5: which output may feed which input.</summary>
public sealed class TypeMatchTests
{
    private static readonly NodeRegistry Registry = MakeRegistry();

    [TestCase("IMAGE", "image", true)]
    [TestCase("MASK", "image", false)]
    [TestCase("image", "image", false)]
    [TestCase("INT", "float", false)]
    [TestCase("FLOAT", "float", true)]
    [TestCase("STRING", "modern", false)]
    [TestCase("COMBO", "modern", true)]
    [TestCase("COMBO", "old", false)]
    [TestCase("STRING", "old", false)]
    [TestCase("*", "old", true)]
    [TestCase("*", "image", true)]
    [TestCase("MASK", "any", true)]
    [TestCase("MASK", "union", false)]
    [TestCase("FLOAT", "union", true)]
    [TestCase("IMAGE,MASK", "union", true)]
    [TestCase("IMAGE,MASK", "image", true)]
    [TestCase("MASK,INT", "union", false)]
    [TestCase("FLOAT,IMAGE", "union", true)]
    [TestCase("MASK,*", "image", true)]
    [TestCase(" FLOAT ,X", "union", true)]
    [TestCase("", "image", false)]
    [TestCase("COMFY_MATCHTYPE_V3", "image", true)]
    [TestCase("COMFY_MATCHTYPE_V3", "old", true)]
    [TestCase("MASK", "template", true)]
    [TestCase("COMFY_MATCHTYPE_V3", "template", true)]
    public void Fits_OutputAndInput_IsAsInComfyUI(string received, string input, bool expected) =>
        Assert.That(TypeMatch.Fits(received, Registry.Find("TypeMatchInputs")!.FindInput(input)!), Is.EqualTo(expected));

    [TestCase("image", "image, received_type(INT) mismatch input_type(IMAGE)")]
    [TestCase("union", "union, received_type(INT) mismatch input_type(IMAGE, FLOAT)")]
    [TestCase("old", "old, received_type(INT) mismatch input_type(['a', 'b'])")]
    [TestCase("modern", "modern, received_type(INT) mismatch input_type(COMBO)")]
    public void Validate_Mismatch_PrintsBothTypes(string input, string expected)
    {
        var result = new PromptValidator(Registry, new NodeServices()).Validate(JsonNode.Parse($$"""
            {"n": {"class_type": "Two", "inputs": {} }, "1": {"class_type": "TypeMatchInputs", "inputs": {"{{input}}": ["n", 0]} } }
            """));

        var error = result.NodeErrors["1"].Errors.Single();
        Assert.Multiple(() =>
        {
            Assert.That((error.Type, error.Message, error.Details),
                Is.EqualTo((ErrorTypes.ReturnTypeMismatch, "Return type mismatch between linked nodes", expected)));
            Assert.That(error.ExtraInfo.Select(e => e.Key), Is.EqualTo(new[] { "input_name", "input_config", "received_type", "linked_node" }));
            Assert.That(error.ExtraInfo["linked_node"]!.ToJsonString(), Is.EqualTo("""["n",0]"""));
        });
    }

    private static NodeRegistry MakeRegistry()
    {
        var registry = new NodeRegistry();
        Assert.That(registry.AddPack([typeof(Inputs), typeof(TwoNode)], "tests").Faults, Is.Empty);
        return registry;
    }

    [Node("TypeMatchInputs", IsOutput = true)]
    private sealed class Inputs : Node
    {
        [Input("IMAGE", Optional = true)]
        public object? Image { get; init; }

        [FloatInput(Optional = true)]
        public double Float { get; init; }

        [Input("IMAGE, FLOAT", Optional = true)]
        public object? Union { get; init; }

        [Input("*", Optional = true)]
        public object? Any { get; init; }

        [ComboInput("a", "b", Optional = true)]
        public string Old { get; init; } = "";

        [ComboInput("a", "b", NewStyle = true, Optional = true)]
        public string Modern { get; init; } = "";

        [Input("COMFY_MATCHTYPE_V3", Optional = true)]
        public object? Template { get; init; }

        public override NodeResult Run(NodeContext context) => NodeResult.Of();
    }
}
