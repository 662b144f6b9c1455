using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Checkpoints.Conversion;

namespace PixelDiT.Models.Tests.Checkpoints.Conversion;

public sealed class Fp8EncoderTests
{
    private static readonly float[] Values = Fp8Format.E4M3.Values;

    [Test]
    public void Encode_EveryValue_IsItsCode()
    {
        for (var code = 0; code < 256; code++)
        {
            Assert.That(Fp8Encoder.Encode(Values[code]) & 127, Is.EqualTo(code & 127), $"code {code}");
            // The sign of a NaN is nobody's business, that of zero is.
            Assert.That(float.IsNaN(Values[code]) || (Fp8Encoder.Encode(Values[code]) & 128) == (code & 128), $"sign of code {code}");
        }
    }

    [Test]
    public void Encode_AnyNumber_IsTheNearestOrTheEvenOfTwo()
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            // From below the smallest subnormal to the largest number, and the middle between two neighbours now and then.
            var code = random.Next(0, 126);
            var middle = (Values[code] + Values[code + 1]) / 2;
            var number = i % 4 == 0 ? middle : MathF.ScaleB(random.NextSingle(), random.Next(-11, 9));
            var expected = Enumerable.Range(0, 127).MinBy(c => (Math.Abs((double)Values[c] - number), c % 2));
            Assert.That(Fp8Encoder.Encode(number), Is.EqualTo(expected), $"{number:R}");
            Assert.That(Fp8Encoder.Encode(-number), Is.EqualTo(expected | 128), $"-{number:R}");
        }
    }

    [TestCase(449f)]
    [TestCase(1e30f)]
    [TestCase(float.PositiveInfinity)]
    public void Encode_TooLarge_IsTheLargest(float value) => Assert.That(Fp8Encoder.Encode(value), Is.EqualTo(0x7E));

    [TestCase(448f, 127)]
    [TestCase(449f, 128)]
    [TestCase(896f, 128)]
    [TestCase(1f, 119)]
    [TestCase(1.75f, 119)]
    [TestCase(1.76f, 120)]
    [TestCase(0f, 0)]
    [TestCase(1e-44f, 0)]
    [TestCase(3e38f, 247)]
    public void EncodeBlock_LargestOfABlock_FitsTheSmallestPower(float largest, int exponent)
    {
        var values = new float[32];
        values[5] = -largest;
        values[9] = largest / 2;
        var codes = new byte[32];
        Assert.That(Fp8Encoder.EncodeBlock(values, codes), Is.EqualTo(exponent));
        var scale = Math.Pow(2, exponent - 127);
        Assert.That(Math.Abs((Values[codes[5]] * scale) + largest), Is.LessThanOrEqualTo(Math.Max(largest / 16, scale / 512)));
    }
}
