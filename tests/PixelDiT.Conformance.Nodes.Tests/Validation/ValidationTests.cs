using PixelDiT.Conformance.Nodes.Tests.Support;

namespace PixelDiT.Conformance.Nodes.Tests.Validation;

public class ValidationTests : NodeFixture
{
    private const string Sources = """
        int StubInt {"value": 5}
        float StubFloat {"value": 0.5}
        image StubConstantImage {"value": 0.5, 8x8}
        mask StubMask {"value": 0.5, 8x8}
        any TestSleep {"value": 1, "seconds": 0.0}
        variant TestExecutionBlocker {"input": 1, "block": false, "verbose": false}
        """;

    private static string Prompt(string node, string inputs) => $$"""
        {{Sources}}
        node {{node}} {{inputs}}
        out Capture {"value": ["node", 0]}
        """;

    [TestCase("TestCustomValidation1", """{"input1": 5, "input2": 3.0}""", "Invalid type of input1: <class 'int'>")]
    [TestCase("TestCustomValidation1", """{"input1": "foo", "input2": 3.0}""", "Invalid type of input1: <class 'str'>")]
    [TestCase("TestCustomValidation1", """{"input1": true, "input2": 3.0}""", "Invalid type of input1: <class 'bool'>")]
    [TestCase("TestCustomValidation1", """{"input1": {"a": 1}, "input2": 3.0}""", "Invalid type of input1: <class 'dict'>")]
    [TestCase("TestCustomValidation1", """{"input1": {"__value__": [1, 2]}, "input2": 3.0}""", "Invalid type of input1: <class 'list'>")]
    [TestCase("TestCustomValidation1", """{"input1": 5.0, "input2": 3}""", "Invalid type of input2: <class 'int'>")]
    [TestCase("TestCustomValidation1", """{"input1": ["image", 0], "input2": 3}""", "Invalid type of input2: <class 'int'>")]
    [TestCase("TestCustomValidation2", """{"input1": 5.0, "input2": 3}""", "Invalid type of input2: <class 'int'>", "input_types")]
    [TestCase("TestCustomValidation2", """{"input1": ["int", 0], "input2": 3.0}""", "Invalid type of input1: INT", "input_types")]
    [TestCase("TestCustomValidation2", """{"input1": 3.0, "input2": ["mask", 0]}""", "Invalid type of input2: MASK", "input_types")]
    [TestCase("TestCustomValidation2", """{"input1": ["any", 0], "input2": 3.0}""", "Invalid type of input1: *", "input_types")]
    [TestCase("TestCustomValidation5", """{"input1": 0.0, "input2": 7.0}""", "7s are not allowed. I've never liked 7s.")]
    [TestCase("TestCustomValidation5", """{"input1": 0.0, "input2": 7}""", "7s are not allowed. I've never liked 7s.")]
    public void Validate_RefusedInput_IsReportedForEveryArgument(string node, string inputs, string problem, string? further = null) =>
        Assert.That(Bench.Refusals(Prompt(node, inputs), "node"), Is.EquivalentTo(
            new[] { "input1", "input2", further }.OfType<string>().Select(name => $"custom_validation_failed: {name} - {problem}")));

    [TestCase("TestCustomValidation1", """{"input1": ["int", 0], "input2": 3.0}""", "input1, received_type(INT) mismatch input_type(IMAGE,FLOAT)")]
    [TestCase("TestCustomValidation1", """{"input1": ["mask", 0], "input2": 3.0}""", "input1, received_type(MASK) mismatch input_type(IMAGE,FLOAT)")]
    [TestCase("TestCustomValidation4", """{"input1": 1.0, "input2": ["int", 0]}""", "input2, received_type(INT) mismatch input_type(FLOAT)")]
    public void Validate_LinkOfOtherType_IsAMismatch(string node, string inputs, string details) =>
        Assert.That(Bench.Refusals(Prompt(node, inputs), "node"), Is.EqualTo([$"return_type_mismatch: {details}"]));

    [TestCase("TestCustomValidation3", """{"input1": ["int", 0], "input2": 3.0}""", "Invalid type of input1: INT (expected IMAGE,FLOAT)")]
    [TestCase("TestCustomValidation3", """{"input1": 3.0, "input2": ["mask", 0]}""", "Invalid type of input2: MASK (expected IMAGE,FLOAT)")]
    [TestCase("TestAccumulationGetItemNode", """{"accumulation": ["int", 0], "index": 0}""", "Invalid type of accumulation: INT (expected ACCUMULATION)")]
    [TestCase("TestExecutionBlocker", """{"input": 1, "block": ["int", 0], "verbose": false}""", "Invalid type of block: INT (expected BOOLEAN)")]
    [TestCase("TestWhileLoopClose", """{"flow_control": ["int", 0], "condition": false}""", "Invalid type of flow_control: INT (expected FLOW_CONTROL)")]
    public void Validate_LinkOfOtherTypeAtAVariantNode_IsReportedOnceForTheTypes(string node, string inputs, string problem) =>
        Assert.That(Bench.Refusals(Prompt(node, inputs), "node"), Is.EqualTo([$"custom_validation_failed: input_types - {problem}"]));

    [TestCase("TestCustomValidation3", """{"input1": ["variant", 0], "input2": 3.0}""", TestName = "Validate_LinkFromVariantToVariant_IsAccepted")]
    [TestCase("TestCustomValidation3", """{"input1": ["any", 0], "input2": 3.0}""", TestName = "Validate_LinkOfAnyToVariant_IsAccepted")]
    public void Validate_VariantNode_LooksAtTypesOnly(string node, string inputs)
    {
        var result = Bench.Validate(Prompt(node, inputs));
        Assert.That(result.NodeErrors.Values.SelectMany(n => n.Errors).Select(e => e.Type), Has.None.EqualTo("custom_validation_failed"));
    }

    [TestCase("TestCustomValidation1", """{"input1": 0.5, "input2": 0.5}""", "[1, 512, 512, 3] 63")]
    [TestCase("TestCustomValidation1", """{"input1": ["image", 0], "input2": 0.5}""", "[1, 8, 8, 3] 63")]
    [TestCase("TestCustomValidation1", """{"input1": ["float", 0], "input2": ["image", 0]}""", "[1, 8, 8, 3] 63")]
    [TestCase("TestCustomValidation1", """{"input1": ["image", 0], "input2": ["image", 0]}""", "[1, 8, 8, 3] 63")]
    [TestCase("TestCustomValidation2", """{"input1": ["float", 0], "input2": 0.5}""", "[1, 512, 512, 3] 63")]
    [TestCase("TestCustomValidation2", """{"input1": ["image", 0], "input2": ["float", 0]}""", "[1, 8, 8, 3] 63")]
    [TestCase("TestCustomValidation3", """{"input1": ["float", 0], "input2": 0.5}""", "[1, 512, 512, 3] 63")]
    [TestCase("TestCustomValidation3", """{"input1": ["image", 0], "input2": 2}""", "[1, 8, 8, 3] 255")]
    [TestCase("TestCustomValidation3", """{"input1": 5, "input2": 2.0}""", "10.0")]
    [TestCase("TestCustomValidation3", """{"input1": 5, "input2": 2}""", "10")]
    [TestCase("TestCustomValidation4", """{"input1": 0.5, "input2": 0.5}""", "[1, 512, 512, 3] 63")]
    [TestCase("TestCustomValidation4", """{"input1": 1, "input2": ["float", 0]}""", "[1, 512, 512, 3] 127")]
    [TestCase("TestCustomValidation5", """{"input1": 0.5, "input2": 1.5}""", "[1, 512, 512, 3] 191")]
    [TestCase("TestCustomValidation5", """{"input1": -2, "input2": -0.25}""", "[1, 512, 512, 3] 127")]
    public void Run_AcceptedInputs_GiveTheProduct(string node, string inputs, string expected) =>
        Assert.That(Bench.Result(Prompt(node, inputs)), Is.EqualTo([expected]));

    [Test]
    public void Run_Validation3OfTexts_FailsAtTheNode() =>
        Assert.That(Bench.Error(Prompt("TestCustomValidation3", """{"input1": "a", "input2": 2.0}""")).NodeId, Is.EqualTo("node"));

    [Test]
    public void Validate_Validation5WithoutInput2_IsAnExceptionInTheValidator() =>
        Assert.That(Bench.Refusals(Prompt("TestCustomValidation5", """{"input1": 0.5}"""), "node"), Has.Member("exception_during_inner_validation: 'input2'"));
}
