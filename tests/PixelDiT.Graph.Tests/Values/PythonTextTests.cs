using System.Numerics;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Tests.Values;

public sealed class PythonTextTests
{
    // Expected: python3 -c "print(repr(x))".
    [TestCase(0.0, "0.0")]
    [TestCase(-0.0, "-0.0")]
    [TestCase(1.0, "1.0")]
    [TestCase(-12.5, "-12.5")]
    [TestCase(0.1, "0.1")]
    [TestCase(100.0, "100.0")]
    [TestCase(0.0001, "0.0001")]
    [TestCase(0.00001, "1e-05")]
    [TestCase(1.5e-7, "1.5e-07")]
    [TestCase(1e15, "1000000000000000.0")]
    [TestCase(123456789012345680.0, "1.2345678901234568e+17")]
    [TestCase(1e16, "1e+16")]
    [TestCase(1e38, "1e+38")]
    [TestCase(1.7976931348623157e308, "1.7976931348623157e+308")]
    [TestCase(5e-324, "5e-324")]
    [TestCase(0.30000000000000004, "0.30000000000000004")]
    [TestCase(double.NaN, "nan")]
    [TestCase(double.NegativeInfinity, "-inf")]
    public void Float_AnyNumber_PrintsAsPython(double value, string expected) => Assert.That(PythonText.Float(value), Is.EqualTo(expected));

    [TestCase("\"a\"", "'a'")]
    [TestCase("\"it's\"", "\"it's\"")]
    [TestCase("\"it's \\\"so\\\"\"", "'it\\'s \"so\"'")]
    [TestCase("\"a\\n\\\\\\u0001\"", "'a\\n\\\\\\x01'")]
    [TestCase("null", "None")]
    [TestCase("true", "True")]
    [TestCase("5", "5")]
    [TestCase("5.0", "5.0")]
    [TestCase("[1, \"x\", null]", "[1, 'x', None]")]
    [TestCase("{\"a\": {\"b\": [false]}}", "{'a': {'b': [False]}}")]
    public void Repr_Json_PrintsAsPython(string json, string expected) => Assert.That(PythonText.Repr(JsonNode.Parse(json)), Is.EqualTo(expected));

    [Test]
    public void ToPlain_Numbers_KeepTheDifferenceBetweenWholeAndReal()
    {
        Assert.Multiple(() =>
        {
            Assert.That(JsonValues.ToPlain(JsonNode.Parse("5")), Is.EqualTo(5L).And.TypeOf<long>());
            Assert.That(JsonValues.ToPlain(JsonNode.Parse("5.0")), Is.EqualTo(5.0).And.TypeOf<double>());
            Assert.That(JsonValues.ToPlain(JsonNode.Parse("5e0")), Is.TypeOf<double>());
            Assert.That(JsonValues.ToPlain(JsonNode.Parse("18446744073709551615")), Is.EqualTo(new BigInteger(ulong.MaxValue)));
            Assert.That(JsonValues.ToPlain(JsonValue.Create(5)), Is.TypeOf<long>());
            Assert.That(JsonValues.ToPlain(JsonValue.Create(5f)), Is.TypeOf<double>());
            Assert.That(JsonValues.ToPlain(JsonValue.Create("x")), Is.EqualTo("x"));
            Assert.That(JsonValues.ToPlain(null), Is.Null);
        });
    }

    [Test]
    public void ToPlain_NumberBeyondTheLimit_Throws() =>
        Assert.That(() => JsonValues.ToPlain(JsonNode.Parse(new string('9', JsonValues.MaxDigits + 1))), Throws.TypeOf<OverflowException>());

    [Test]
    public void FromPlain_Numbers_PrintAsPython()
    {
        Assert.Multiple(() =>
        {
            Assert.That(JsonValues.FromPlain(1.0)!.ToJsonString(), Is.EqualTo("1.0"));
            Assert.That(JsonValues.FromPlain(1e38)!.ToJsonString(), Is.EqualTo("1e+38"));
            Assert.That(JsonValues.FromPlain(BigInteger.Pow(10, 30))!.ToJsonString(), Is.EqualTo("1" + new string('0', 30)));
            Assert.That(JsonValues.FromPlain(double.NaN), Is.Null);
        });
    }
}
