using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Validation;

/// <summary>Each row of protocol §5.3, every character of it, but for the words that the runtime puts into tracebacks.</summary>
public sealed class ErrorShapeTests
{
    private static readonly NodeRegistry Registry = MakeRegistry();

    [TestCase("{}",
        """{"type":"required_input_missing","message":"Required input is missing","details":"steps","extra_info":{"input_name":"steps"}}""")]
    [TestCase("""{"steps": ["2"]}""",
        """{"type":"bad_linked_input","message":"Bad linked input, must be a length-2 list of [node_id, slot_index]","details":"steps","extra_info":{"input_name":"steps","input_config":["INT",{"default":20,"min":1,"max":10000}],"received_value":["2"]}}""")]
    [TestCase("""{"steps": ["t", 1]}""",
        """{"type":"return_type_mismatch","message":"Return type mismatch between linked nodes","details":"steps, received_type(FLOAT) mismatch input_type(INT)","extra_info":{"input_name":"steps","input_config":["INT",{"default":20,"min":1,"max":10000}],"received_type":"FLOAT","linked_node":["t",1]}}""")]
    [TestCase("""{"steps": "3.5"}""",
        """{"type":"invalid_input_type","message":"Failed to convert an input value to a INT value","details":"steps, 3.5, invalid literal for int() with base 10: '3.5'","extra_info":{"input_name":"steps","input_config":["INT",{"default":20,"min":1,"max":10000}],"received_value":"3.5","exception_message":"invalid literal for int() with base 10: '3.5'"}}""")]
    [TestCase("""{"steps": 1, "cfg": null}""",
        """{"type":"invalid_input_type","message":"Failed to convert an input value to a FLOAT value","details":"cfg, None, float() argument must be a string or a real number, not 'NoneType'","extra_info":{"input_name":"cfg","input_config":["FLOAT",{"min":0.0,"max":1.0}],"received_value":null,"exception_message":"float() argument must be a string or a real number, not 'NoneType'"}}""")]
    [TestCase("""{"steps": 0}""",
        """{"type":"value_smaller_than_min","message":"Value 0 smaller than min of 1","details":"steps","extra_info":{"input_name":"steps","input_config":["INT",{"default":20,"min":1,"max":10000}],"received_value":0}}""")]
    [TestCase("""{"steps": 1, "cfg": 2}""",
        """{"type":"value_bigger_than_max","message":"Value 2.0 bigger than max of 1.0","details":"cfg","extra_info":{"input_name":"cfg","input_config":["FLOAT",{"min":0.0,"max":1.0}],"received_value":2.0}}""")]
    [TestCase("""{"steps": 1, "content": 1}""",
        """{"type":"value_not_in_list","message":"Value not in list","details":"content: 1 not in ['WHITE', 'BLACK', 'NOISE']","extra_info":{"input_name":"content","input_config":[["WHITE","BLACK","NOISE"],{}],"received_value":1}}""")]
    [TestCase("""{"steps": 1, "modern": "z"}""",
        """{"type":"value_not_in_list","message":"Value not in list","details":"modern: 'z' not in ['x', 'y']","extra_info":{"input_name":"modern","input_config":["COMBO",{"multiselect":false,"options":["x","y"]}],"received_value":"z"}}""")]
    public void Validate_OneFault_IsReportedInComfyUIsShape(string inputs, string expected) => AssertError("Typed", inputs, expected);

    [TestCase("""{"one": "z"}""",
        """{"type":"value_not_in_list","message":"Value not in list","details":"one: 'z' not in (list of length 21)","extra_info":{"input_name":"one","input_config":null,"received_value":"z"}}""")]
    [TestCase("""{"none": "z"}""",
        """{"type":"value_not_in_list","message":"Value not in list","details":"none: 'z' not in []","extra_info":{"input_name":"none","input_config":[[],{}],"received_value":"z"}}""")]
    [TestCase("""{"some": {"__value__": ["a", "z", 3]}}""",
        """{"type":"value_not_in_list","message":"Value not in list","details":"some: 'z', 3 not in ['a', 'b']","extra_info":{"input_name":"some","input_config":["COMBO",{"multiselect":true,"options":["a","b"]}],"received_value":["a","z",3]}}""")]
    [TestCase("""{"some": "z"}""",
        """{"type":"value_not_in_list","message":"Value not in list","details":"some: 'z' not in ['a', 'b']","extra_info":{"input_name":"some","input_config":["COMBO",{"multiselect":true,"options":["a","b"]}],"received_value":"z"}}""")]
    public void Validate_Choices_AreReportedInComfyUIsShape(string inputs, string expected) => AssertError("ErrorShapeCombos", inputs, expected);

    [TestCase("""{"some": {"__value__": ["a", "b", "a"]}}""")]
    [TestCase("""{"some": {"__value__": []}}""")]
    [TestCase("""{"some": "b"}""")]
    public void Validate_SeveralChoices_AreFine(string inputs) => Assert.That(Validate("ErrorShapeCombos", inputs).NodeErrors, Is.Empty);

    [TestCase("0")]
    [TestCase("-0.5")]
    public void Validate_ValueNotAboveAnExcludedMin_IsReported(string value)
    {
        var error = Validate("ErrorShapeShare", $$"""{"share": {{value}}}""").NodeErrors["1"].Errors.Single();

        Assert.That(error.Type, Is.EqualTo("value_smaller_than_min"));
        Assert.That(error.Message, Does.Match("^Value -?0.[05] not above min of 0.0$"));
    }

    [TestCase("0.01")]
    [TestCase("1")]
    public void Validate_ValueAboveAnExcludedMin_IsFine(string value) => Assert.That(Validate("ErrorShapeShare", $$"""{"share": {{value}}}""").NodeErrors, Is.Empty);

    [Test]
    public void Validate_Cycle_IsReportedInComfyUIsShape() => Assert.That(Text(new PromptValidator(Registry, new NodeServices()).Validate(JsonNode.Parse("""
        {"1": {"class_type": "Join", "inputs": {"first": ["1", 0]}}, "o": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
        """))), Is.EqualTo(
        """{"type":"dependency_cycle","message":"Dependency cycle detected","details":"1 (Join) -> 1 (Join)","extra_info":{"node_id":"1","cycle_nodes":["1"]}}"""));

    [TestCase("Show", """{"1": {"class_type": "Show"}}""",
        """{"type":"exception_during_validation","message":"Exception when validating node","details":"'inputs'","extra_info":{"exception_type":"KeyError","traceback":["node #1 (Show)"]}}""")]
    [TestCase("Join", """{"1": {"class_type": "Join"}, "o": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}""",
        """{"type":"exception_during_inner_validation","message":"Exception when validating inner node","details":"'inputs'","extra_info":{"input_name":"source","input_config":["*",{}],"exception_message":"'inputs'","exception_type":"KeyError","traceback":["node #1 (Join)"],"linked_node":["1",0]}}""")]
    [TestCase("Join", """{"1": {"class_type": "Join", "inputs": {"first": ["9", 0]}}, "o": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}""",
        """{"type":"exception_during_inner_validation","message":"Exception when validating inner node","details":"'9'","extra_info":{"input_name":"source","input_config":["*",{}],"exception_message":"'9'","exception_type":"KeyError","traceback":["input 'first' of node #1 (Join)"],"linked_node":["1",0]}}""")]
    public void Validate_FaultOfForm_IsReportedInComfyUIsShape(string classType, string prompt, string expected)
    {
        var result = new PromptValidator(Registry, new NodeServices()).Validate(JsonNode.Parse(prompt));

        Assert.That(result.NodeErrors["1"].ClassType, Is.EqualTo(classType));
        Assert.That(Text(result), Is.EqualTo(expected));
    }

    private static void AssertError(string classType, string inputs, string expected) => Assert.That(Text(Validate(classType, inputs)), Is.EqualTo(expected));

    private static ValidationResult Validate(string classType, string inputs)
    {
        var prompt = (JsonObject)JsonNode.Parse("""{"1": {}, "t": {"class_type": "Two", "inputs": {}}, "o": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}""")!;
        prompt["1"] = new JsonObject { ["class_type"] = classType, ["inputs"] = JsonNode.Parse(inputs) };
        return new PromptValidator(Registry, new NodeServices()).Validate(prompt);
    }

    private static string Text(ValidationResult result) =>
        Recorded.RecordedFixture.ToJson(result.NodeErrors["1"].Errors.Single()).ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static NodeRegistry MakeRegistry()
    {
        var registry = new NodeRegistry();
        Assert.That(registry.AddPack([typeof(Combos), typeof(Share), typeof(TypedNode), typeof(TwoNode), typeof(ShowNode), typeof(JoinNode)], "tests").Faults, Is.Empty);
        return registry;
    }

    [Node("ErrorShapeShare")]
    [Output("FLOAT")]
    private sealed class Share : Node
    {
        [FloatInput(Min = 0.0, Max = 1.0, AboveMin = true, Name = "share")]
        public double Value { get; init; } = 1;

        public override NodeResult Run(NodeContext context) => NodeResult.Of(Value);
    }

    [Node("ErrorShapeCombos")]
    [Output("INT")]
    private sealed class Combos : Node
    {
        [ComboInput("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", Optional = true)]
        public string One { get; init; } = "";

        [ComboInput(Optional = true)]
        public string None { get; init; } = "";

        [ComboInput("a", "b", NewStyle = true, Optional = true, Options = """{"multiselect": true}""")]
        public object? Some { get; init; }

        public override NodeResult Run(NodeContext context) => NodeResult.Of(1);
    }
}
