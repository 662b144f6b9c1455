namespace PixelDiT.Sampling.Tests.Schedules;

public sealed class CustomSchedulesTests
{
    private static readonly ModelSamplingFlow Sampling = new(4);

    [Test]
    public void SameSettingsAsTheNamedSchedule_GiveItsSigmas([Values(1, 2, 30)] int steps)
    {
        var (low, high) = (Sampling.SigmaMin, Sampling.SigmaMax);
        Assert.Multiple(() =>
        {
            Assert.That(CustomSchedules.Karras(steps, high, low, 7), Is.EqualTo(Schedulers.Compute("karras", Sampling, steps)));
            Assert.That(CustomSchedules.Exponential(steps, high, low), Is.EqualTo(Schedulers.Compute("exponential", Sampling, steps)));
            Assert.That(CustomSchedules.Polyexponential(steps, high, low, 1), Is.EqualTo(Schedulers.Compute("exponential", Sampling, steps)).Within(1e-6));
            Assert.That(CustomSchedules.Beta(Sampling, steps, 0.6, 0.6), Is.EqualTo(Schedulers.Compute("beta", Sampling, steps)));
        });
    }

    [Test]
    public void Karras_AnyRho_IsEvenInItsPower()
    {
        var roots = CustomSchedules.Karras(5, 0.9, 0.1, 3)[..^1].Select(Math.Cbrt).ToArray();
        Assert.That(roots.Zip(roots.Skip(1), (a, b) => a - b), Is.All.EqualTo((Math.Cbrt(0.9) - Math.Cbrt(0.1)) / 4).Within(1e-6));
    }

    [Test]
    public void Polyexponential_Rho_BendsTheLogarithm()
    {
        var sigmas = CustomSchedules.Polyexponential(3, 1.0, 0.01, 2);
        Assert.That(sigmas, Is.EqualTo([1.0, Math.Exp(0.75 * Math.Log(0.01)), 0.01, 0.0]).Within(1e-6));
    }

    [Test]
    public void Laplace_Quantiles_AreSymmetricInTheLogarithmAndCut()
    {
        var sigmas = CustomSchedules.Laplace(9, 5000, 0, 0, 0.5);
        Assert.Multiple(() =>
        {
            Assert.That(sigmas, Has.Length.EqualTo(9), "no final 0");
            Assert.That(sigmas[4], Is.EqualTo(1.0).Within(1e-5));
            Assert.That(sigmas.Zip(sigmas.Reverse(), (a, b) => a * b), Is.All.EqualTo(1.0).Within(1e-4));
            Assert.That(sigmas[1], Is.EqualTo(Math.Pow(0.25 + 1e-5, -0.5)).Within(1e-4), "e^(-β·ln(1-2·|½-⅛|))");
            Assert.That(CustomSchedules.Laplace(9, 0.8, 0.2, -0.5, 0.5), Is.All.InRange(0.199999, 0.800001));
            Assert.That(CustomSchedules.Laplace(9, 0.8, 0.2, -0.5, 0.5), Is.Ordered.Descending);
        });
    }

    [Test]
    public void VariancePreserving_ClosedForm()
    {
        var sigmas = CustomSchedules.VariancePreserving(2, 1.2, 0.1, 0.5);
        Assert.That(sigmas, Is.EqualTo([Math.Sqrt(Math.Exp(0.7) - 1), Math.Sqrt(Math.Exp(0.2) - 1), 0.0]).Within(1e-6));
    }

    [Test]
    public void Beta_OneOne_IsUniform()
    {
        var sigmas = CustomSchedules.Beta(new ModelSamplingFlow(1), 4, 1, 1);
        Assert.That(sigmas, Is.EqualTo([1.0, 0.75, 0.5, 0.25, 0.0]).Within(1.1e-3), "the nearest of 1000 table entries");
    }

    [TestCase(1, 1.0, new[] { 0.999, 0.0 })]
    [TestCase(3, 1.0, new[] { 0.999, 0.899, 0.799, 0.0 })]
    [TestCase(3, 0.2, new[] { 0.199, 0.099, 0.0 })]
    public void Turbo_TakesTenthsOfTheWay(int steps, double denoise, double[] expected) =>
        Assert.That(CustomSchedules.Turbo(new ModelSamplingFlow(1), steps, denoise), Is.EqualTo(expected).Within(1e-6));

    private static IEnumerable<TestCaseData> Impossible()
    {
        static TestCaseData Case(string setting, Func<double[]> compute) => new TestCaseData(setting, compute).SetArgDisplayNames(setting);
        yield return Case("steps", () => CustomSchedules.Karras(0, 1, 0.1, 7));
        yield return Case("rho", () => CustomSchedules.Karras(4, 1, 0.1, 0));
        yield return Case("sigma_min", () => CustomSchedules.Karras(4, 0.1, 1, 7));
        yield return Case("sigma_max", () => CustomSchedules.Karras(4, double.PositiveInfinity, 1, 7));
        yield return Case("sigma_min", () => CustomSchedules.Exponential(4, 1, 0));
        yield return Case("rho", () => CustomSchedules.Polyexponential(4, 1, 0.1, -1));
        yield return Case("beta", () => CustomSchedules.Laplace(4, 1, 0.1, 0, -1));
        yield return Case("mu", () => CustomSchedules.Laplace(4, 1, 0.1, double.NaN, 1));
        yield return Case("eps_s", () => CustomSchedules.VariancePreserving(4, 1, 1, 0));
        yield return Case("beta_min", () => CustomSchedules.VariancePreserving(4, 0, 0, 0.1));
        yield return Case("alpha", () => CustomSchedules.Beta(Sampling, 4, 0, 1));
        yield return Case("denoise", () => CustomSchedules.Turbo(Sampling, 1, 0));
        yield return Case("steps", () => CustomSchedules.Turbo(Sampling, 11, 1));
    }

    [TestCaseSource(nameof(Impossible))]
    public void ImpossibleSetting_IsNamed(string setting, Func<double[]> compute) =>
        Assert.That(compute, Throws.TypeOf<SamplingSettingException>().With.Property(nameof(SamplingSettingException.Setting)).EqualTo(setting));
}
