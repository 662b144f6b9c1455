using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests.Guidance;

/// <summary>How predictions are put together. The model predicts its conditioning's value, so every formula can be done by hand.</summary>
public sealed class GuidanceTests : TorchFixture
{
    private const double Sigma = 0.75;
    private const double Positive = 0.3;
    private const double Middle = 0.1;
    private const double Negative = -0.5;

    private static CfgGuidance Cfg(double cfg) =>
        new() { Positive = [Conditioning(Positive)], Negative = [Conditioning(Negative)], Cfg = cfg };

    private static DualCfgGuidance Dual(double cfg1, double cfg2, DualCfgStyle style) => new()
    {
        Positive = [Conditioning(Positive)],
        Middle = [Conditioning(Middle)],
        Negative = [Conditioning(Negative)],
        PositiveCfg = cfg1,
        MiddleCfg = cfg2,
        Style = style,
    };

    private static GuidedDenoiser Denoiser(Sampling.Guidance guidance, GuidancePatches? patches = null, AnalyticModel? model = null) =>
        new(model ?? new AnalyticModel(), new ModelSamplingFlow(4), guidance, patches ?? GuidancePatches.None, 2, RowBatching.Batched);

    private static float Value(Sampling.Guidance guidance, GuidancePatches? patches = null, AnalyticModel? model = null, double sigma = Sigma)
    {
        using var denoiser = Denoiser(guidance, patches, model);
        return denoiser.Denoise(InitialNoise.Draw([2, 3, 8, 8], 5), sigma).mean().item<float>();
    }

    [Test]
    public void Denoise_Basic_IsThePositivePredictionAlone()
    {
        var model = new AnalyticModel();
        Assert.That(Value(new BasicGuidance { Positive = [Conditioning(Positive)] }, model: model), Is.EqualTo(Positive).Within(1e-5));
        Assert.That(model.Rows, Is.EqualTo(2));
    }

    [Test]
    public void DenoiseGuided_Basic_HasZerosAsUnconditional()
    {
        using var denoiser = Denoiser(new BasicGuidance { Positive = [Conditioning(Positive)] });
        var (denoised, unconditional) = denoiser.DenoiseGuided(InitialNoise.Draw([2, 3, 8, 8], 5), Sigma);
        Assert.That(denoised.mean().item<float>(), Is.EqualTo(Positive).Within(1e-5));
        Assert.That(unconditional.count_nonzero().item<long>(), Is.Zero);
    }

    [TestCase(3.0, 2.0, DualCfgStyle.Regular, Negative + (2.0 * (Middle - Negative)) + (3.0 * (Positive - Middle)), 6)]
    [TestCase(3.0, 2.0, DualCfgStyle.Nested, Negative + (2.0 * (Middle + (3.0 * (Positive - Middle)) - Negative)), 6)]
    [TestCase(3.0, 1.0, DualCfgStyle.Regular, Middle + (3.0 * (Positive - Middle)), 4)]
    [TestCase(1.0, 1.0, DualCfgStyle.Regular, Positive, 2)]
    [TestCase(1.0, 1.0, DualCfgStyle.Nested, Positive, 2)]
    public void Denoise_Dual_FollowsItsFormulaWithNoRowTooMany(double cfg1, double cfg2, DualCfgStyle style, double expected, long rows)
    {
        var model = new AnalyticModel();
        Assert.That(Value(Dual(cfg1, cfg2, style), model: model), Is.EqualTo(expected).Within(1e-5));
        Assert.That(model.Rows, Is.EqualTo(rows));
    }

    [TestCase(DualCfgStyle.Regular, Negative)]
    [TestCase(DualCfgStyle.Nested, Middle)]
    public void DenoiseGuided_Dual_GivesTheUnconditionalOfItsStyle(DualCfgStyle style, double expected)
    {
        using var denoiser = Denoiser(Dual(1, 1, style));
        var (denoised, unconditional) = denoiser.DenoiseGuided(InitialNoise.Draw([2, 3, 8, 8], 5), Sigma);
        Assert.That(denoised.mean().item<float>(), Is.EqualTo(Positive).Within(1e-5));
        Assert.That(unconditional.mean().item<float>(), Is.EqualTo(expected).Within(1e-5));
    }

    [TestCase(0.5, 0.9, true)]
    [TestCase(Sigma, 0.9, false)]
    [TestCase(0.5, Sigma, false)]
    [TestCase(0.8, 0.9, false)]
    public void Denoise_Interval_GuidesStrictlyInside(double low, double high, bool guided)
    {
        var model = new AnalyticModel();
        var value = Value(Cfg(4), new GuidancePatches { Interval = new GuidanceInterval(low, high) }, model);
        Assert.That(value, Is.EqualTo(guided ? Negative + (4 * (Positive - Negative)) : Positive).Within(1e-5));
        Assert.That(model.Rows, Is.EqualTo(guided ? 4 : 2), "outside the positive rows alone");
    }

    // The float32 of 0.9 lies below the double, that of 0.1 above: neither is inside.
    [TestCase(0.1f)]
    [TestCase(0.9f)]
    public void Interval_EndThatAScheduleHits_IsOutside(float sigma) => Assert.That(new GuidanceInterval(0.1, 0.9).Contains(sigma), Is.False);

    [Test]
    public void Denoise_DualOutsideTheInterval_IsThePositivePrediction([Values] DualCfgStyle style)
    {
        var model = new AnalyticModel();
        var patches = new GuidancePatches { Interval = new GuidanceInterval(0.8, 0.9) };
        Assert.That(Value(Dual(3, 2, style), patches, model), Is.EqualTo(Positive).Within(1e-5));
        Assert.That(model.Rows, Is.EqualTo(2));
    }

    [Test]
    public void DenoiseGuided_OutsideTheInterval_StillGivesTheUnconditional()
    {
        using var denoiser = Denoiser(Cfg(4), new GuidancePatches { Interval = new GuidanceInterval(0.8, 0.9) });
        var (denoised, unconditional) = denoiser.DenoiseGuided(InitialNoise.Draw([2, 3, 8, 8], 5), Sigma);
        Assert.That(denoised.mean().item<float>(), Is.EqualTo(Positive).Within(1e-5));
        Assert.That(unconditional.mean().item<float>(), Is.EqualTo(Negative).Within(1e-5));
    }

    [TestCase(0.7, 2.0, TestName = "Denoise_TwoOverrides_TheLaterOneCounts")]
    [TestCase(0.95, 3.0, TestName = "Denoise_OneOverride_Acts")]
    [TestCase(0.3, 4.0, TestName = "Denoise_OutsideTheOverrides_TheGuidersScaleCounts")]
    public void Denoise_Overrides(double sigma, double cfg)
    {
        var patches = new GuidancePatches { Overrides = [new CfgOverride(3, 0.5, 1), new CfgOverride(2, 0.5, 0.9)] };
        Assert.That(Value(Cfg(4), patches, sigma: sigma), Is.EqualTo(Negative + (cfg * (Positive - Negative))).Within(1e-5));
    }

    [Test]
    public void Denoise_OverrideToOne_LeavesTheNegativeRowsOut()
    {
        var model = new AnalyticModel();
        Value(Cfg(4), new GuidancePatches { Overrides = [new CfgOverride(1, Sigma, Sigma)] }, model);
        Assert.That(model.Rows, Is.EqualTo(2));
    }

    [Test]
    public void Denoise_Rescale_MovesTheDeviationToThePositives([Values(0.3, 1.0)] double multiplier)
    {
        var x = InitialNoise.Draw([2, 3, 8, 8], 5);
        var patches = new GuidancePatches { Rescale = multiplier };
        using var plain = Denoiser(Cfg(4), model: new AnalyticModel(0.7));
        using var rescaled = Denoiser(Cfg(4), patches, new AnalyticModel(0.7));
        using var positive = Denoiser(Cfg(1), model: new AnalyticModel(0.7));
        var (guided, result, target) = (plain.Denoise(x, Sigma), rescaled.Denoise(x, Sigma), positive.Denoise(x, Sigma));
        for (var row = 0; row < 2; row++)
        {
            var ratio = target[row].std().item<float>() / guided[row].std().item<float>();
            var expected = guided[row] * ((multiplier * ratio) + 1 - multiplier);
            Assert.That(MaxDifference(result[row], expected), Is.LessThan(1e-5));
        }
    }

    [Test]
    public void Denoise_RescaleOfAConstantImage_IsFinite() =>
        Assert.That(Value(Cfg(4), new GuidancePatches { Rescale = 1 }), Is.Not.NaN);

    [Test]
    public void Missing_NegativeNeededByAnOverride_Refused() =>
        Assert.That(
            () => Denoiser(Cfg(1) with { Negative = [] }, new GuidancePatches { Overrides = [new CfgOverride(3, 0, 1)] }),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains("negative is empty").And.Message.Contains("cfg is 3"));

    [Test]
    public void Missing_PositiveOrMiddle_NamesIt()
    {
        Assert.That(() => Denoiser(Cfg(2) with { Positive = [] }), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("positive"));
        Assert.That(
            () => Denoiser(Dual(1, 1, DualCfgStyle.Regular) with { Middle = [] }),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains("cond2"));
    }

    [TestCase(0.9, 0.1)]
    [TestCase(0.5, 0.5)]
    [TestCase(double.NaN, 0.5)]
    public void Interval_ReversedOrEmpty_Refused(double low, double high) =>
        Assert.That(
            () => new GuidanceInterval(low, high),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains("a lower end below the upper one"));

    [Test]
    public void Patches_ImpossibleValues_Refused()
    {
        Assert.That(() => new GuidancePatches { Rescale = 1.5 }, Throws.TypeOf<SamplingSettingException>().With.Message.Contains("multiplier"));
        Assert.That(() => new CfgOverride(2, 0.8, 0.2), Throws.TypeOf<SamplingSettingException>());
        Assert.That(() => new CfgOverride(double.NaN, 0, 1), Throws.TypeOf<SamplingSettingException>());
        Assert.That(() => Cfg(double.PositiveInfinity), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("cfg"));
    }
}
