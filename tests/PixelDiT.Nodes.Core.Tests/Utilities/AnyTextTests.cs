using System.Text.Json.Nodes;
using PixelDiT.Nodes.Core.Utilities;

namespace PixelDiT.Nodes.Core.Tests.Utilities;

// Expected texts are those of CPython 3.12: str() of numbers, json.dumps(value, indent=4, ensure_ascii=False) of containers.
public class AnyTextTests
{
    [TestCase(0.0, "0.0")]
    [TestCase(-0.0, "-0.0")]
    [TestCase(1.0, "1.0")]
    [TestCase(0.1, "0.1")]
    [TestCase(-2.5, "-2.5")]
    [TestCase(123456.789, "123456.789")]
    [TestCase(0.0001, "0.0001")]
    [TestCase(0.00001, "1e-05")]
    [TestCase(1.5e-7, "1.5e-07")]
    [TestCase(1e15, "1000000000000000.0")]
    [TestCase(1e16, "1e+16")]
    [TestCase(1.2345e22, "1.2345e+22")]
    [TestCase(1e100, "1e+100")]
    [TestCase(3.141592653589793, "3.141592653589793")]
    [TestCase(9007199254740993.0, "9007199254740992.0")]
    [TestCase(5e-324, "5e-324")]
    [TestCase(double.NaN, "nan")]
    [TestCase(double.PositiveInfinity, "inf")]
    [TestCase(double.NegativeInfinity, "-inf")]
    public void Of_Float_IsPythonsShortestForm(double value, string expected) => Assert.That(AnyText.Of(value), Is.EqualTo(expected));

    [Test]
    public void Of_PlainValues_ReadAsInPython()
    {
        Assert.Multiple(() =>
        {
            Assert.That(AnyText.Of(true), Is.EqualTo("True"));
            Assert.That(AnyText.Of(false), Is.EqualTo("False"));
            Assert.That(AnyText.Of(null), Is.EqualTo("None"));
            Assert.That(AnyText.Of("a \"b\"\nc"), Is.EqualTo("a \"b\"\nc"));
            Assert.That(AnyText.Of(42L), Is.EqualTo("42"));
            Assert.That(AnyText.Of(ulong.MaxValue), Is.EqualTo("18446744073709551615"));
        });
    }

    [TestCase("true", "True")]
    [TestCase("5", "5")]
    [TestCase("5.0", "5.0")]
    [TestCase("1e3", "1000.0")]
    [TestCase("18446744073709551616", "18446744073709551616")]
    [TestCase("\"text\"", "text")]
    public void Of_JsonScalar_IsItsValue(string json, string expected) => Assert.That(AnyText.Of(JsonNode.Parse(json)), Is.EqualTo(expected));

    [Test]
    public void Of_NestedJson_IsIndentedByFour()
    {
        var value = JsonNode.Parse("""{"name": "Grüße \"x\" <b>", "list": [1, 2.5, null, true, []], "empty": {}}""");
        Assert.That(AnyText.Of(value), Is.EqualTo("""
            {
                "name": "Grüße \"x\" <b>",
                "list": [
                    1,
                    2.5,
                    null,
                    true,
                    []
                ],
                "empty": {}
            }
            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void Of_ListOfValues_IsJson() => Assert.That(AnyText.Of(new object?[] { 1L, "a", 0.5 }), Is.EqualTo("[\n    1,\n    \"a\",\n    0.5\n]"));

    [Test]
    public void Of_EmptyList_StaysOnOneLine() => Assert.That(AnyText.Of(Array.Empty<object>()), Is.EqualTo("[]"));
}
