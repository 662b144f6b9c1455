using System.Numerics;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Validation;

/// <summary>The table of protocol §5.4; what Python does with each value was looked up with Python.</summary>
public sealed class CoercionTests
{
    [TestCase("3", "3")]
    [TestCase("\"3\"", "3")]
    [TestCase("\" +1_000 \"", "1000")]
    [TestCase("3.9", "3")]
    [TestCase("-0.0", "0")]
    [TestCase("true", "1")]
    [TestCase("1e3", "1000")]
    public void Int_Convertible_IsWrittenBack(string json, string expected) => AssertStored("steps", json, expected, min: true);

    [TestCase("\"3.5\"", "invalid literal for int() with base 10: '3.5'")]
    [TestCase("\"\"", "invalid literal for int() with base 10: ''")]
    [TestCase("\"1__0\"", "invalid literal for int() with base 10: '1__0'")]
    [TestCase("\"0x10\"", "invalid literal for int() with base 10: '0x10'")]
    [TestCase("null", "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'")]
    [TestCase("{}", "int() argument must be a string, a bytes-like object or a real number, not 'dict'")]
    [TestCase("{\"__value__\": [1]}", "int() argument must be a string, a bytes-like object or a real number, not 'list'")]
    [TestCase("1e400", "cannot convert float infinity to integer")]
    public void Int_NotConvertible_SaysWhyAsPython(string json, string expected) => AssertRefused("steps", json, expected);

    [TestCase("\"0.5\"", "0.5")]
    [TestCase("1", "1.0")]
    [TestCase("true", "1.0")]
    [TestCase("\"1e-1\"", "0.1")]
    [TestCase("\".5\"", "0.5")]
    [TestCase("\"nan\"", "null")]
    [TestCase("0.50", "0.50")]
    public void Float_Convertible_IsWrittenBack(string json, string expected) => AssertStored("cfg", json, expected);

    [TestCase("\"x1\"", "could not convert string to float: 'x1'")]
    [TestCase("null", "float() argument must be a string or a real number, not 'NoneType'")]
    [TestCase("\"1,5\"", "could not convert string to float: '1,5'")]
    public void Float_NotConvertible_SaysWhyAsPython(string json, string expected) => AssertRefused("cfg", json, expected);

    [TestCase("5", "\"5\"")]
    [TestCase("5.0", "\"5.0\"")]
    [TestCase("true", "\"True\"")]
    [TestCase("null", "\"None\"")]
    [TestCase("{\"a\": 1}", "\"{'a': 1}\"")]
    public void String_Anything_BecomesItsText(string json, string expected) => AssertStored("text", json, expected);

    [TestCase("\"false\"", "true")]
    [TestCase("\"\"", "false")]
    [TestCase("0", "false")]
    [TestCase("0.5", "true")]
    [TestCase("null", "false")]
    [TestCase("{}", "false")]
    [TestCase("{\"__value__\": [0]}", "true")]
    public void Boolean_Anything_BecomesItsTruth(string json, string expected) => AssertStored("flag", json, expected);

    [Test]
    public void Int_SeedOf64Bits_StaysExact()
    {
        var result = new Bench().Validate("""
            {"1": {"class_type": "Number", "inputs": {"value": 18446744073709551615}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """);

        var literal = (PromptInput.Literal)Bench.Accept(result).Graph.Find("1")!.Inputs.Single().Value;
        Assert.Multiple(() =>
        {
            Assert.That(literal.Plain, Is.EqualTo(new BigInteger(ulong.MaxValue)));
            Assert.That(result.Prompt!.Json["1"]!["inputs"]!["value"]!.ToJsonString(), Is.EqualTo("18446744073709551615"));
        });
    }

    [Test]
    public void Int_OneMoreThanTheSeedLimit_IsTooBig()
    {
        var result = new Bench().Validate("""
            {"1": {"class_type": "Number", "inputs": {"value": 18446744073709551616}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """);

        Assert.That(result.NodeErrors["1"].Errors.Single().Message, Is.EqualTo("Value 18446744073709551616 bigger than max of 18446744073709551615"));
    }

    [Test]
    public void Value_Wrapped_IsUnwrappedEvenWhenItNeedsNoConversion()
    {
        var result = Validate("steps", """{"__value__": 30}""");

        Assert.That(Stored(result, "steps"), Is.EqualTo("30"));
    }

    private static void AssertStored(string input, string json, string expected, bool min = false)
    {
        var result = Validate(input, json);
        var kept = min && result.Prompt is null ? result.NodeErrors["1"].Errors.Single().ExtraInfo["received_value"]!.ToJsonString() : Stored(result, input);
        Assert.That(kept, Is.EqualTo(expected).Or.EqualTo(expected.Replace("'", "\\u0027")));
    }

    private static string Stored(ValidationResult result, string input) =>
        Bench.Accept(result).Json["1"]!["inputs"]![input]?.ToJsonString() ?? "null";

    private static void AssertRefused(string input, string json, string problem)
    {
        var error = Validate(input, json).NodeErrors["1"].Errors.Single();
        Assert.Multiple(() =>
        {
            Assert.That(error.Type, Is.EqualTo(ErrorTypes.InvalidInputType));
            Assert.That((string?)error.ExtraInfo["exception_message"], Is.EqualTo(problem));
            Assert.That(error.Details, Does.StartWith(input + ", ").And.EndsWith(problem));
        });
    }

    private static ValidationResult Validate(string input, string json)
    {
        var prompt = (JsonObject)JsonNode.Parse("""{"1": {"class_type": "Typed", "inputs": {"steps": 1}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}""")!;
        prompt["1"]!["inputs"]![input] = JsonNode.Parse(json);
        return new Bench().Validator.Validate(prompt);
    }
}
