using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Loaders;
using PixelDiT.Nodes.Core.Samplers.Schedules;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Tests.Samplers.Schedules;

public class SigmasNodeTests
{
    private static readonly Sigmas Five = new([1, 0.75, 0.5, 0.25, 0]);

    [TestCase(0, 1, 5)]
    [TestCase(2, 3, 3)]
    [TestCase(4, 5, 1)]
    [TestCase(9, 5, 0)]
    public void SplitSigmas_Step_StandsInBothParts(int step, int high, int low)
    {
        var (first, second) = Two(new SplitSigmas { Sigmas = Five, Step = step });
        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo(Five.Take(high)));
            Assert.That(second, Is.EqualTo(Five.TakeLast(low)));
        });
    }

    [TestCase(1.0, 1, 5)]
    [TestCase(0.5, 3, 3)]
    [TestCase(0.6, 3, 3)]
    [TestCase(0.1, 0, 1)]
    [TestCase(0.0, 0, 1)]
    public void SplitSigmasDenoise_Share_IsRoundedToStepsOfTheSecondPart(double denoise, int high, int low)
    {
        var (first, second) = Two(new SplitSigmasDenoise { Sigmas = Five, Denoise = denoise });
        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo(Five.Take(high)));
            Assert.That(second, Is.EqualTo(Five.TakeLast(low)));
        });
    }

    [Test]
    public void SplitNodes_NoLevels_GiveNone() => Assert.Multiple(() =>
    {
        Assert.That(Two(new SplitSigmas { Sigmas = Five[..0], Step = 3 }), Is.EqualTo((Five[..0], Five[..0])));
        Assert.That(Two(new SplitSigmasDenoise { Sigmas = Five[..0], Denoise = 0.5 }), Is.EqualTo((Five[..0], Five[..0])));
    });

    [Test]
    public void FlipSigmas_FinalZero_BecomesASmallStart() => Assert.Multiple(() =>
    {
        Assert.That(One(new FlipSigmas { Sigmas = Five }), Is.EqualTo(new Sigmas([0.0001, 0.25, 0.5, 0.75, 1])));
        Assert.That(One(new FlipSigmas { Sigmas = Five[1..3] }), Is.EqualTo(new Sigmas([0.5, 0.75])));
        Assert.That(One(new FlipSigmas { Sigmas = Five[..0] }), Is.Empty);
    });

    [Test]
    public void SetFirstSigma_Schedule_IsNotChangedItself()
    {
        Assert.That(One(new SetFirstSigma { Sigmas = Five, Sigma = 0.9 }), Is.EqualTo(new Sigmas([0.9, 0.75, 0.5, 0.25, 0])));
        Assert.That(Five[0], Is.EqualTo(1.0));
    }

    [Test]
    public void SetFirstSigma_NoLevels_SaysWhatIsExpected() =>
        Assert.That(() => One(new SetFirstSigma { Sigmas = Five[..0] }), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("at least one level"));

    // Expected values: linspace(0, 1, steps + 1) without its ends, bent by sin(x·π/2) or 1 - cos(x·π/2).
    [TestCase("linear", 0.75, 0.5, 0.25)]
    [TestCase("cosine", 1 - 0.38268343, 1 - 0.70710678, 1 - 0.92387953)]
    [TestCase("sine", 1 - 0.07612047, 1 - 0.29289322, 1 - 0.61731657)]
    public void ExtendIntermediateSigmas_Spacing_BendsTheNewLevels(string spacing, double first, double second, double third)
    {
        var sigmas = One(new ExtendIntermediateSigmas { Sigmas = new Sigmas([1, 0]), Steps = 4, EndAtSigma = 0, Spacing = spacing });
        Assert.That(sigmas, Is.EqualTo(new[] { 1, first, second, third, 0 }).Within(1e-6));
    }

    [TestCase(-1, 0.5, new[] { 1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0 })]
    [TestCase(0.75, 0.75, new[] { 1, 0.75, 0.625, 0.5, 0.25, 0 })]
    [TestCase(-1, 12, new[] { 1, 0.75, 0.5, 0.25, 0 })]
    public void ExtendIntermediateSigmas_Range_DecidesByTheBeginningOfAStep(double start, double end, double[] expected)
    {
        var sigmas = One(new ExtendIntermediateSigmas { Sigmas = Five, Steps = 2, StartAtSigma = start, EndAtSigma = end, Spacing = "linear" });
        Assert.That(sigmas, Is.EqualTo(expected).Within(1e-7));
    }

    [TestCase("1, 0.5", new[] { 1, 0.5 })]
    [TestCase(" [1.0;.25\n0] ", new[] { 1, 0.25, 0 })]
    [TestCase("1e-3 +2 -0.5", new[] { 0.001, 2, -0.5 })]
    [TestCase("none", new double[0])]
    [TestCase("", new double[0])]
    public void ManualSigmas_Text_GivesItsNumbers(string text, double[] expected) =>
        Assert.That(One(new ManualSigmas { Sigmas = text }), Is.EqualTo(new Sigmas(expected)));

    // 4·(1-p) / (1 + 3·(1-p)) for PixelDiT's shift 4; the smallest level is that of u = 1/1000.
    [TestCase(0.0, false, 1.0)]
    [TestCase(0.0, true, 1.0)]
    [TestCase(0.5, false, 0.8)]
    [TestCase(0.5, true, 0.8)]
    [TestCase(1.0, false, 0.0)]
    [TestCase(1.0, true, 0.004 / 1.003)]
    public void SamplingPercentToSigma_Share_GoesThroughTheShift(double percent, bool actual, double expected)
    {
        using var host = new TestHost().WithTinyModels();
        var model = (Model)new UNETLoader { UnetName = "tiny.safetensors" }.Run(host.Context()).Outputs[0]!;
        var node = new SamplingPercentToSigma { Model = model, SamplingPercent = percent, ReturnActualSigma = actual };
        Assert.That((double)node.Run(host.Context()).Outputs[0]!, Is.EqualTo(expected).Within(1e-8));
    }

    [Test]
    public void Sigmas_Values_AreRoundedToFloat32() => Assert.That(new Sigmas([0.1])[0], Is.EqualTo((double)0.1f));

    private static Sigmas One(Node node) => (Sigmas)node.Run(new FakeContext()).Outputs[0]!;

    private static (Sigmas High, Sigmas Low) Two(Node node)
    {
        var outputs = node.Run(new FakeContext()).Outputs;
        return ((Sigmas)outputs[0]!, (Sigmas)outputs[1]!);
    }
}
