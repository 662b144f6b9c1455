namespace PixelDiT.Sampling.Tests.Schedules;

public sealed class ModelSamplingFlowTests
{
    [Test]
    public void Table_AnyShift_AscendsToOne([Values(0.25, 1.0, 4.0, 30.0)] double shift)
    {
        var table = new ModelSamplingFlow(shift).Table;
        Assert.Multiple(() =>
        {
            Assert.That(table, Has.Count.EqualTo(1000));
            Assert.That(table, Is.Ordered.Ascending);
            Assert.That(table, Is.Unique);
            Assert.That(table[^1], Is.EqualTo(1.0));
        });
    }

    [Test]
    public void PercentToSigma_Ends_AreNoiseAndImage()
    {
        var sampling = new ModelSamplingFlow(4);
        Assert.Multiple(() =>
        {
            Assert.That(sampling.PercentToSigma(0), Is.EqualTo(1.0));
            Assert.That(sampling.PercentToSigma(1), Is.Zero);
            Assert.That(sampling.PercentToSigma(0.5), Is.EqualTo(0.8).Within(1e-12));
        });
    }

    [Test]
    public void HalfLogSnr_RoundTrip_IsIdentity([Values(1e-4, 0.2, 0.5, 0.999)] double sigma) =>
        Assert.That(ModelSamplingFlow.SigmaOfHalfLogSnr(ModelSamplingFlow.HalfLogSnr(sigma)), Is.EqualTo(sigma).Within(1e-12));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Constructor_ImpossibleShift_Refused(double shift) =>
        Assert.That(() => new ModelSamplingFlow(shift), Throws.TypeOf<SamplingSettingException>());

    [Test]
    public void Equality_IsByParameters()
    {
        Assert.Multiple(() =>
        {
            Assert.That(new ModelSamplingFlow(3), Is.EqualTo(new ModelSamplingFlow(3.0, 1000.0)));
            Assert.That(new ModelSamplingFlow(3), Is.Not.EqualTo(new ModelSamplingFlow(3, multiplier: 1)));
        });
    }
}
