namespace PixelDiT.Sampling.Tests.Solvers;

/// <summary>Scalar coefficients against closed forms.</summary>
public sealed class CoefficientTests
{
    private static readonly double[] Sigmas = [1.0, 0.8, 0.65, 0.4, 0.1];

    [Test]
    public void LmsCoefficients_OfConstantSlope_SumToTheStep([Values(0, 1, 2, 3)] int i)
    {
        var order = i + 1;
        var sum = Enumerable.Range(0, order).Sum(j => new Lms().Coefficient(Sigmas, i, j, order));
        Assert.That(sum, Is.EqualTo(Sigmas[i + 1] - Sigmas[i]).Within(1e-14));
    }

    [Test]
    public void LmsCoefficients_OfCubicSlope_IntegrateItExactly()
    {
        static double Cubic(double t) => (2 * t * t * t) - (t * t) + 3;
        static double Integral(double t) => (0.5 * t * t * t * t) - (t * t * t / 3) + (3 * t);
        var sum = Enumerable.Range(0, 4).Sum(j => new Lms().Coefficient(Sigmas, 3, j, 4) * Cubic(Sigmas[3 - j]));
        Assert.That(sum, Is.EqualTo(Integral(Sigmas[4]) - Integral(Sigmas[3])).Within(1e-13));
    }

    [Test]
    public void GaussLegendre_PolynomialOfItsDegree_IsExact([Values(1, 2, 3, 4, 7, 50)] int points)
    {
        var degree = (2 * points) - 1;
        var integral = new GaussLegendre(points).Integrate(0.3, 1.1, t => Math.Pow(t, degree));
        Assert.That(integral, Is.EqualTo((Math.Pow(1.1, degree + 1) - Math.Pow(0.3, degree + 1)) / (degree + 1)).Within(1e-9).Percent);
    }

    [Test]
    public void SaSimpleOrder2_OfConstantPrediction_SumsToTheExponentialStep([Values(0.0, 0.7)] double tau, [Values] bool corrects)
    {
        var b = SaCoefficients.SimpleOrder2(0.4, -0.9, -0.5, 0.3, tau, corrects);
        Assert.That(b.Sum(), Is.EqualTo(0.6 * (1 - Math.Exp(-(1 + (tau * tau)) * 0.8))).Within(1e-12));
    }

    [Test]
    public void SaSimpleOrder2_ShortStep_AgreesWithTheWholeFormula([Values] bool corrects)
    {
        double from = -0.5, to = from + 1e-3, older = corrects ? from : from - 1e-3, newer = corrects ? to : from;
        var simple = SaCoefficients.SimpleOrder2(0.4, older, from, to, 0.7, corrects);
        Assert.That(simple, Is.EqualTo(SaCoefficients.Compute(0.4, [older, newer], from, to, 0.7)).Within(1e-6));
    }

    [Test]
    public void IpndmWeights_UpToThirdOrder_SumToOne([Values(0, 1, 2)] int i) =>
        Assert.That(Ipndm.VariableWeights(Sigmas, i).Sum(), Is.EqualTo(1.0).Within(1e-12));

    [Test]
    public void IpndmWeights_EvenSteps_AreAdamsBashforth()
    {
        double[] even = [1.0, 0.8, 0.6, 0.4, 0.2];
        Assert.That(Ipndm.VariableWeights(even, 1), Is.EqualTo([1.5, -0.5]).Within(1e-12));
        Assert.That(Ipndm.VariableWeights(even, 2), Is.EqualTo([23.0 / 12, -16.0 / 12, 5.0 / 12]).Within(1e-12));
    }

    [Test]
    public void SaCoefficients_OfConstantPrediction_SumToTheExponentialStep([Values(0.0, 1.0)] double tau, [Values(1, 2, 3, 4)] int order)
    {
        double[] nodes = [-3.0, -2.2, -1.5, -0.9];
        const double sigma = 0.4;
        var b = SaCoefficients.Compute(sigma, nodes.AsSpan(4 - order, order), -0.9, 0.3, tau);
        var rate = 1 + (tau * tau);
        Assert.That(b.Sum(), Is.EqualTo((1 - sigma) * (1 - Math.Exp(-rate * 1.2))).Within(1e-12));
    }

    [Test]
    public void AncestralStep_Any_ConservesVariance([Values(0.0, 0.5, 1.0)] double eta)
    {
        var (down, up) = SamplerMath.AncestralStep(2.0, 0.7, eta);
        Assert.That((down * down) + (up * up), Is.EqualTo(0.49).Within(2e-7));
    }

    [Test]
    public void AncestralStep_FromInfiniteNoise_IsAllNoise()
    {
        var (down, up) = SamplerMath.AncestralStep(double.PositiveInfinity, 0.7, 1.0);
        Assert.That((down, up), Is.EqualTo((0.0, 0.7)));
    }

    [Test]
    public void FlowAncestralStep_Any_EndsWithSignalAndNoiseOfTheLevel([Values(0.0, 0.5, 1.0)] double eta)
    {
        var (down, scale, renoise) = SamplerMath.FlowAncestralStep(0.9, 0.6, eta);
        Assert.Multiple(() =>
        {
            Assert.That((1 - down) * scale, Is.EqualTo(0.4).Within(2e-7));
            Assert.That(Math.Sqrt((down * down * scale * scale) + (renoise * renoise)), Is.EqualTo(0.6).Within(2e-7));
        });
    }

    [Test]
    public void Expm1AndHPhi2_NearZero_DoNotCancel([Values(-1e-9, 1e-9, -1e-4, 9.99e-4, 1.01e-3)] double h)
    {
        // Taylor series to h⁴: what is left out is 1e-17 of the first, 1e-14 of the second.
        Assert.That(SamplerMath.Expm1(h), Is.EqualTo(h * (1 + (h / 2 * (1 + (h / 3 * (1 + (h / 4))))))).Within(1e-9).Percent);
        Assert.That(SamplerMath.HPhi2(h), Is.EqualTo(h / 2 * (1 + (h / 3 * (1 + (h / 4 * (1 + (h / 5))))))).Within(1e-9).Percent);
    }

    [TestCase(1, new[] { 1 })]
    [TestCase(2, new[] { 2 })]
    [TestCase(3, new[] { 2, 1 })]
    [TestCase(4, new[] { 3, 1 })]
    [TestCase(6, new[] { 3, 2, 1 })]
    [TestCase(8, new[] { 3, 3, 2 })]
    public void DpmFastOrders_Any_SpendTheEvaluations(int evaluations, int[] expected)
    {
        Assert.That(DpmFast.Orders(evaluations), Is.EqualTo(expected));
        Assert.That(DpmFast.Orders(evaluations).Sum(), Is.EqualTo(evaluations));
    }

    [Test]
    public void Solve_SystemThatNeedsPivoting_IsExact()
    {
        var x = LinearSystem.Solve(new double[,] { { 0, 2, 1 }, { 1, 1, 0 }, { 3, 0, 1 } }, [7, 3, 6]);
        Assert.That(x, Is.EqualTo([1.0, 2.0, 3.0]).Within(1e-12));
    }
}
