using PixelDiT.Conformance.Nodes.Tests.Support;

namespace PixelDiT.Conformance.Nodes.Tests.Conditions;

// The plain cases are those of the recordings, see RecordedValuesTests.
public class ConditionTests : NodeFixture
{
    private const string Sources = """
        image StubImage {"content": "BLACK", 8x8}
        lit StubConstantImage {"value": 0.01, 8x8}
        quarter TestIntMathOperation {"a": 2, "b": -2, "operation": "power"}
        int StubInt {"value": 1}
        any TestSleep {"value": ["quarter", 0], "seconds": 0.0}
        """;

    private string Value(string node, string inputs) => Bench.Result($$"""
        {{Sources}}
        node {{node}} {{inputs}}
        out Capture {"value": ["node", 0]}
        """)[0];

    [TestCase("""{"value": ["image", 0]}""", "False")]
    [TestCase("""{"value": ["lit", 0]}""", "True")]
    [TestCase("""{"value": ["lit", 0], "invert": true}""", "False")]
    [TestCase("""{"value": -1}""", "True")]
    [TestCase("""{"value": 100000000000000000000000000000}""", "True")]
    [TestCase("""{"value": {"__value__": []}}""", "False")]
    [TestCase("""{"value": {"__value__": [0]}}""", "True")]
    [TestCase("""{"value": null, "invert": true}""", "True")]
    [TestCase("""{"value": false}""", "False")]
    public void ToBool_Value_CountsAsItDoesInTheReference(string inputs, string expected) =>
        Assert.That(Value("TestToBoolNode", inputs), Is.EqualTo(expected));

    [TestCase("ABC", "abc", "a IN b", false, "True")]
    [TestCase("", "abc", "a IN b", true, "True")]
    [TestCase("abc", "C", "a ENDSWITH b", false, "True")]
    [TestCase("abc", "A", "a BEGINSWITH b", true, "False")]
    [TestCase("ab", "^b|a", "a MATCH REGEX(b)", true, "True")]
    [TestCase("abc", "", "a MATCH REGEX(b)", true, "True")]
    [TestCase("a(b", ")(", "a MATCH REGEX(b)", true, "False")]
    [TestCase("ABC", "[A-C]+", "a MATCH REGEX(b)", false, "True")]
    public void Strings_Operation_Holds(string a, string b, string operation, bool caseSensitive, string expected) =>
        Assert.That(Value("TestStringConditions", $$"""{"a": "{{a}}", "b": "{{b}}", "operation": "{{operation}}", "case_sensitive": {{(caseSensitive ? "true" : "false")}}}"""), Is.EqualTo(expected));

    [TestCase("divide", "-7", "-2", "3")]
    [TestCase("modulo", "-7", "-2", "-1")]
    [TestCase("modulo", "-6", "2", "0")]
    [TestCase("power", "-1", "18446744073709551615", "-1")]
    [TestCase("power", "0", "0", "1")]
    [TestCase("power", "-3", "3", "-27")]
    [TestCase("subtract", "-18446744073709551615", "18446744073709551615", "-36893488147419103230")]
    [TestCase("divide", "18446744073709551615", "10", "1844674407370955161")]
    public void IntMath_WholeNumbers_AreExact(string operation, string a, string b, string expected) =>
        Assert.That(Value("TestIntMathOperation", $$"""{"a": {{a}}, "b": {{b}}, "operation": "{{operation}}"}"""), Is.EqualTo(expected));

    [TestCase("add", "1.25")]
    [TestCase("multiply", "0.25")]
    [TestCase("divide", "0.0")]
    [TestCase("modulo", "0.25")]
    public void IntMath_FloatFromAPower_IsTakenOn(string operation, string expected) =>
        Assert.That(Value("TestIntMathOperation", $$"""{"a": ["quarter", 0], "b": 1, "operation": "{{operation}}"}"""), Is.EqualTo(expected));

    [TestCase("divide", "division by zero\n")]
    [TestCase("modulo", "division by zero\n")]
    public void IntMath_DivisorZero_FailsAtTheNode(string operation, string message)
    {
        var error = Bench.Error($$"""
            node TestIntMathOperation {"a": 1, "b": 0, "operation": "{{operation}}"}
            out Capture {"value": ["node", 0]}
            """);
        Assert.That((error.NodeId, error.Message), Is.EqualTo(("node", message)));
    }

    [Test]
    public void IntMath_PowerBeyondMemory_FailsAtTheNode() =>
        Assert.That(Bench.Error("""
            node TestIntMathOperation {"a": 3, "b": 18446744073709551615, "operation": "power"}
            out Capture {"value": ["node", 0]}
            """).NodeId, Is.EqualTo("node"));

    [TestCase("TestIntConditions", """{"a": ["any", 0], "b": 0, "operation": ">"}""", "True")]
    [TestCase("TestIntConditions", """{"a": 18446744073709551615, "b": 18446744073709551614, "operation": ">"}""", "True")]
    [TestCase("TestFloatConditions", """{"a": 1, "b": 1.0, "operation": "=="}""", "True")]
    [TestCase("TestFloatConditions", """{"a": 1, "b": ["any", 0], "operation": "<="}""", "False")]
    [TestCase("TestBoolOperationNode", """{"a": true, "b": true, "op": "a XOR b"}""", "False")]
    [TestCase("TestBoolOperationNode", """{"a": ["any", 0], "b": false, "op": "NOT a"}""", "False")]
    public void Comparison_NumbersOfEitherKind_Holds(string node, string inputs, string expected) =>
        Assert.That(Value(node, inputs), Is.EqualTo(expected));
}
