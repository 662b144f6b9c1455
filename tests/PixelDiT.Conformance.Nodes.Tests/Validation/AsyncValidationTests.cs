using PixelDiT.Conformance.Nodes.Tests.Support;

namespace PixelDiT.Conformance.Nodes.Tests.Validation;

public class AsyncValidationTests : NodeFixture
{
    [TestCase("TestAsyncValidation", """{"value": 5.0, "threshold": 3.0}""", "value", "threshold", "Value 5.0 exceeds threshold 3.0")]
    [TestCase("TestAsyncValidation", """{"value": 11, "threshold": 10}""", "value", "threshold", "Value 11.0 exceeds threshold 10.0")]
    [TestCase("TestAsyncValidationError", """{"value": 15.0, "max_value": 10.0}""", "value", "max_value", "Async validation failed: 15.0 > 10.0")]
    public void Validate_ValueAboveLimit_IsReportedForBothInputs(string node, string inputs, string first, string second, string problem) =>
        Assert.That(Bench.Refusals($$"""
            node {{node}} {{inputs}}
            out Capture {"value": ["node", 0]}
            """, "node"), Is.EquivalentTo([$"custom_validation_failed: {first} - {problem}", $"custom_validation_failed: {second} - {problem}"]));

    [TestCase("TestAsyncValidation", """{"value": 5.0, "threshold": 10.0}""", "[1, 512, 512, 3] 127")]
    [TestCase("TestAsyncValidation", """{"value": 5.0, "threshold": 5.0}""", "[1, 512, 512, 3] 127")]
    [TestCase("TestAsyncValidationError", """{"value": 5.0, "max_value": 20.0}""", "[1, 512, 512, 3] 63")]
    [TestCase("TestAsyncValidationError", """{"value": ["linked", 0], "max_value": 20.0}""", "[1, 512, 512, 3] 255")]
    public void Run_ValueWithinLimit_GivesItsImage(string node, string inputs, string expected) =>
        Assert.That(Bench.Result($$"""
            linked StubFloat {"value": 20.0}
            node {{node}} {{inputs}}
            out Capture {"value": ["node", 0]}
            """), Is.EqualTo([expected]));
}
