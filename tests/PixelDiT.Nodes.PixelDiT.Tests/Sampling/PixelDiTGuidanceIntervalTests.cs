using PixelDiT.Nodes.Core.Values;
using PixelDiT.Nodes.PixelDiT.Sampling;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.PixelDiT.Tests.Sampling;

public class PixelDiTGuidanceIntervalTests
{
    // The node never looks at the network.
    private static readonly Model Model = new() { Network = null!, Sampling = new ModelSamplingFlow(4) };

    // With shift 4, σ = 4·(1-p) / (1 + 3·(1-p)).
    [TestCase("sigma", 0.1, 0.9, 0.1, 0.9)]
    [TestCase("sigma", 0.0, 1.0, 0.0, double.PositiveInfinity)]
    [TestCase("percent", 0.25, 0.5, 0.8, 3.0 / 3.25)]
    [TestCase("percent", 0.0, 1.0, 0.0, double.PositiveInfinity)]
    [TestCase("percent", 0.0, 0.5, 0.8, double.PositiveInfinity)]
    public void Run_Interval_IsSetInNoiseLevelsOnACopy(string unit, double low, double high, double expectedLow, double expectedHigh)
    {
        var interval = Run(unit, low, high).Patches.Interval!;
        Assert.Multiple(() =>
        {
            Assert.That(interval.Low, Is.EqualTo(expectedLow).Within(1e-12));
            Assert.That(interval.High, Is.EqualTo(expectedHigh).Within(1e-12));
            Assert.That(Model.Patches, Is.EqualTo(GuidancePatches.None));
        });
    }

    [Test]
    public void Run_Ends_AreLeftOutAndTheStartIsNoEnd()
    {
        var (limited, open) = (Run("sigma", 0.25, 0.75).Patches.Interval!, Run("sigma", 0.25, 1.0).Patches.Interval!);
        Assert.Multiple(() =>
        {
            Assert.That(new[] { 0.25, 0.5, 0.75, 1.0 }.Where(limited.Contains), Is.EqualTo(new[] { 0.5 }));
            Assert.That(open.Contains(1.0), Is.True);
        });
    }

    [Test]
    public void Run_OtherPatches_Stay()
    {
        var patched = Model with { Patches = new GuidancePatches { Rescale = 0.5 } };
        var result = (Model)new PixelDiTGuidanceInterval { Model = patched, High = 0.5 }.Run(null!).Outputs[0]!;
        Assert.That(result.Patches.Rescale, Is.EqualTo(0.5));
    }

    [TestCase(0.6, 0.4, "low (0.6) is not below high (0.4)")]
    [TestCase(0.5, 0.5, "low (0.5) is not below high (0.5)")]
    [TestCase(0.5, 1.5, "expected a number from 0 to 1")]
    [TestCase(0.5, double.NaN, "expected a number from 0 to 1")]
    [TestCase(0.4, 0.6, null)]
    public void ValidateInputs_Interval_HoldsSomething(double low, double high, string? fault)
    {
        var node = new PixelDiTGuidanceInterval { Model = Model, Low = low, High = high };
        Assert.That(node.ValidateInputs(null!), fault is null ? Is.Null : Does.Contain(fault));
    }

    [Test]
    public void Run_ReversedThroughLinks_SaysWhatIsExpected() =>
        Assert.That(() => Run("percent", 0.6, 0.4), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("below high, which is 0.4"));

    private static Model Run(string unit, double low, double high) =>
        (Model)new PixelDiTGuidanceInterval { Model = Model, Unit = unit, Low = low, High = high }.Run(null!).Outputs[0]!;
}
