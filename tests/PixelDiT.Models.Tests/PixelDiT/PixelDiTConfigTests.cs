using PixelDiT.Models.PixelDiT;

namespace PixelDiT.Models.Tests.PixelDiT;

/// <summary>The layouts of the full-size models, without a byte of weights.</summary>
public sealed class PixelDiTConfigTests
{
    public static IEnumerable<TestCaseData> Released()
    {
        yield return new TestCaseData("pixeldit_b", PixelDiTC2IConfig.B, 184_749_155L).SetArgDisplayNames("B");
        yield return new TestCaseData("pixeldit_l", PixelDiTC2IConfig.L, 569_648_963L).SetArgDisplayNames("L");
        yield return new TestCaseData("pixeldit_xl", PixelDiTC2IConfig.XL, 797_383_203L).SetArgDisplayNames("XL");
        yield return new TestCaseData("pixeldit_t2i", PixelDiTT2IConfig.Released1300M, 1_302_470_787L).SetArgDisplayNames("T2I");
    }

    [TestCaseSource(nameof(Released))]
    public void Parameters_OfAReleasedModel_AreTheApproved(string approved, PixelDiTConfig config, long count)
    {
        var parameters = config.Parameters().Select(p => $"{p.Name} {string.Join('x', p.Shape)}").Order(StringComparer.Ordinal);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(parameters, Is.EqualTo(File.ReadAllLines(TestData.File($"parameters/{approved}.txt"))));
            Assert.That(config.ParameterCount, Is.EqualTo(count));
        }
    }

    // Table 3 counts every parameter, the class table's null row included, and cuts off: 184.7 M stand as 184, 569.6 M as 569, 797.4 M as 797.
    [TestCase("B", 184)]
    [TestCase("L", 569)]
    [TestCase("XL", 797)]
    public void ParameterCount_OfAClassModel_IsThatOfThePapersTable(string name, int millions)
    {
        var config = name switch { "B" => PixelDiTC2IConfig.B, "L" => PixelDiTC2IConfig.L, _ => PixelDiTC2IConfig.XL };
        Assert.That(config.ParameterCount / 1_000_000, Is.EqualTo(millions));
    }

    [Test]
    public void ParameterCount_OfTheTextModel_Is1302Million() =>
        Assert.That(PixelDiTT2IConfig.Released1300M.ParameterCount / 1e6, Is.EqualTo(1302.5).Within(0.05));
}
