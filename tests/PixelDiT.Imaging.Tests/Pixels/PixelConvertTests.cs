namespace PixelDiT.Imaging.Tests;

public sealed class PixelConvertTests
{
    [Test]
    public void ToBytes_SpecialValues_ClampAndTruncate([Values(0, 31, 64, 100)] int padding)
    {
        (float Value, byte Expected)[] cases =
        [
            (0f, 0), (1f, 255), (0.5f, 127), (2f / 3, 170), (-0.1f, 0), (1.5f, 255), (0.9999f, 254), (1f / 255, 1), (0.0039f, 0),
            (float.NaN, 0), (float.PositiveInfinity, 255), (float.NegativeInfinity, 0), (-0f, 0), (float.MaxValue, 255), (float.Epsilon, 0),
        ];
        // At every offset against the vector width, so that each case meets the vector loop and the rest loop.
        var values = Enumerable.Repeat(0f, padding).Concat(cases.Select(c => c.Value)).ToArray();
        var bytes = new byte[values.Length];
        PixelConvert.ToBytes(values, bytes);
        Assert.That(bytes.Skip(padding), Is.EqualTo(cases.Select(c => c.Expected)));
    }

    [Test]
    public void ToBytes_ManyValues_IsTheFormulaInFloat32()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 10_007).Select(_ => (random.NextSingle() * 1.4f) - 0.2f).ToArray();
        var bytes = new byte[values.Length];
        PixelConvert.ToBytes(values, bytes);
        Assert.That(bytes, Is.EqualTo(values.Select(v => (byte)(int)Math.Clamp(255f * v, 0f, 255f))));
    }

    [Test]
    public void ToUnit_EveryByte_IsTheQuotient()
    {
        var bytes = Enumerable.Range(0, 1000).Select(i => (byte)i).ToArray();
        var values = new float[bytes.Length];
        PixelConvert.ToUnit(bytes, values);
        Assert.That(values, Is.EqualTo(bytes.Select(b => b / 255f)));
    }

    [Test]
    public void ToBytes_AfterToUnit_IsTheSameForAllButTruncation()
    {
        // 255·(b/255) falls just below b for some b in float32; ComfyUI truncates there too.
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var (values, back) = (new float[256], new byte[256]);
        PixelConvert.ToUnit(bytes, values);
        PixelConvert.ToBytes(values, back);
        Assert.That(back.Select((b, i) => i - b), Is.All.InRange(0, 1));
    }

    [Test]
    public void Convert_UnequalLengths_Throw()
    {
        Assert.That(() => PixelConvert.ToBytes(new float[3], new byte[2]), Throws.ArgumentException);
        Assert.That(() => PixelConvert.ToUnit(new byte[3], new float[4]), Throws.ArgumentException);
    }
}
