namespace PixelDiT.Sampling.Tests.Schedules;

public sealed class BetaDistributionTests
{
    // Beta(1/2, 1/2) is the arcsine law, Beta(2, 1) has the distribution x²: both have closed forms.
    [Test]
    public void Quantile_ArcsineLaw_MatchesClosedForm([Values(0.001, 0.1, 0.37, 0.5, 0.9, 0.9995)] double p) =>
        Assert.That(BetaDistribution.Quantile(p, 0.5, 0.5), Is.EqualTo(Math.Pow(Math.Sin(Math.PI * p / 2), 2)).Within(1e-13));

    [Test]
    public void Quantile_SquareLaw_MatchesClosedForm([Values(0.001, 0.25, 0.81, 0.999)] double p) =>
        Assert.That(BetaDistribution.Quantile(p, 2, 1), Is.EqualTo(Math.Sqrt(p)).Within(1e-13));

    [Test]
    public void Cumulative_OfQuantile_IsIdentity([Values(0.01, 0.3, 0.5, 0.77, 0.99)] double p) =>
        Assert.That(BetaDistribution.Cumulative(BetaDistribution.Quantile(p, 0.6, 0.6), 0.6, 0.6), Is.EqualTo(p).Within(1e-12));

    [TestCase(0.0, 0.0)]
    [TestCase(1.0, 1.0)]
    public void Quantile_Ends_AreEnds(double p, double expected) => Assert.That(BetaDistribution.Quantile(p, 0.6, 0.6), Is.EqualTo(expected));
}
