using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests.Noise;

/// <summary>What makes a Brownian motion: normal increments of the right variance, independent where disjoint, and one path behind all answers.</summary>
public sealed class BrownianPathTests : TorchFixture
{
    // 49152 values: the standard error of a mean is 0.0045 deviations, of a variance 0.0064 of it; bounds are five of them.
    private static readonly long[] Shape = [4, 3, 64, 64];

    private static BrownianPath Path(ulong seed = 5, double low = 0.0, double high = 1.0) => new(low, high, Shape, CPU, seed);

    private static double Covariance(Tensor a, Tensor b) => (a * b).mean().item<float>();

    [TestCase(0.0, 1.0)]
    [TestCase(0.25, 0.5)]
    [TestCase(0.1, 0.9)]
    [TestCase(0.7, 0.3)]
    [TestCase(0.4, 0.401)]
    [TestCase(0.123456, 0.123486)]
    public void Increment_Any_IsNormalWithTheVarianceOfItsLength(double from, double to)
    {
        using var path = Path();
        var z = path.Increment(from, to) / Math.Sqrt(Math.Abs(to - from));
        Assert.Multiple(() =>
        {
            Assert.That(z.mean().item<float>(), Is.Zero.Within(0.0225));
            Assert.That(Covariance(z, z), Is.EqualTo(1.0).Within(0.032));
            Assert.That(z.pow(4).mean().item<float>(), Is.EqualTo(3.0).Within(0.25), "kurtosis; standard error √(96/49152) = 0.044");
            Assert.That(z.abs().le(1.0).to(ScalarType.Float32).mean().item<float>(), Is.EqualTo(0.6827).Within(0.0105));
        });
    }

    [Test]
    public void Increment_OfAnotherInterval_HasTheVarianceOfItsLength()
    {
        using var path = Path(low: 0.0291675, high: 14.614642);
        Assert.That(path.Increment(3.0, 11.0).var().item<float>(), Is.EqualTo(8.0).Within(8 * 0.032));
    }

    [TestCase(0.0, 0.3, 0.3, 1.0, 0.0)]
    [TestCase(0.1, 0.2, 0.6, 0.65, 0.0)]
    [TestCase(0.4999, 0.5, 0.5, 0.5001, 0.0)]
    [TestCase(0.0, 0.6, 0.4, 1.0, 0.2)]
    [TestCase(0.2, 0.8, 0.4, 0.5, 0.1)]
    public void Increments_OfTwoIntervals_ShareTheVarianceOfTheirOverlap(double a, double b, double c, double d, double overlap)
    {
        using var path = Path();
        var scale = Math.Sqrt((b - a) * (d - c));
        Assert.That(Covariance(path.Increment(a, b), path.Increment(c, d)) / scale, Is.EqualTo(overlap / scale).Within(0.03));
    }

    [Test]
    public void Increments_OfNeighbours_AddUp([Values(0.2, 0.5, 0.50001, 0.77)] double between)
    {
        using var path = Path();
        var parts = path.Increment(0.1, between) + path.Increment(between, 0.9);
        Assert.That(MaxDifference(parts, path.Increment(0.1, 0.9)), Is.LessThan(1e-6));
    }

    [Test]
    public void Increment_Backwards_IsTheNegative()
    {
        using var path = Path();
        Assert.That(MaxDifference(path.Increment(0.8, 0.3), -path.Increment(0.3, 0.8)), Is.Zero);
    }

    [Test]
    public void Increment_AnyOrderOfQuestions_GivesTheSameBits()
    {
        (double From, double To)[] intervals = [(0.0, 0.1), (0.1, 0.35), (0.35, 0.36), (0.2, 0.9), (0.36, 1.0)];
        using var forward = Path();
        using var backward = Path();
        var first = intervals.Select(i => forward.Increment(i.From, i.To)).ToArray();
        var second = intervals.Reverse().Select(i => backward.Increment(i.From, i.To)).Reverse().ToArray();
        for (var i = 0; i < intervals.Length; i++)
        {
            Assert.That(MaxDifference(first[i], second[i]), Is.Zero, $"{intervals[i]}");
        }
    }

    [TestCase(5UL, 5UL, 1.0)]
    [TestCase(5UL, 6UL, 0.0)]
    [TestCase(5UL, 5UL + (1UL << 32), 0.0)]
    [TestCase(0UL, ulong.MaxValue, 0.0)]
    public void Increment_Seeds_DecideThePath(ulong a, ulong b, double correlation)
    {
        using var first = Path(a);
        using var second = Path(b);
        Assert.That(Covariance(first.Increment(0, 1), second.Increment(0, 1)), Is.EqualTo(correlation).Within(0.03));
    }

    [Test]
    public void Increment_RowsOfABatch_AreIndependent()
    {
        using var path = Path();
        var rows = path.Increment(0.2, 0.7).view(4, -1) / Math.Sqrt(0.5);
        var correlations = matmul(rows, rows.t()) / rows.shape[1];
        // 12288 values a row: standard error 0.009, of a variance 0.0128.
        Assert.That(MaxDifference(correlations, eye(4)), Is.LessThan(0.06));
    }

    [Test]
    public void Increment_TimesOutsideTheInterval_CountAsItsEnds()
    {
        using var path = Path();
        Assert.That(MaxDifference(path.Increment(-0.5, 1.5), path.Increment(0, 1)), Is.Zero);
    }

    [Test]
    public void StepNoise_OverASchedule_IsStandardNormalAndAddsUp([Values(4, 1000)] int steps)
    {
        var sigmas = Schedulers.Compute("simple", new ModelSamplingFlow(4), steps)[..^1];
        using var noise = new BrownianStepNoise([1, 3, 8, 8], CPU, CPU, sigmas, 3);
        var (sum, squares) = (zeros([1, 3, 8, 8]), 0.0);
        for (var i = 0; i + 1 < sigmas.Length; i++)
        {
            using var scope = NewDisposeScope();
            var z = noise.Draw(sigmas[i], sigmas[i + 1]);
            squares += z.pow(2).mean().item<float>();
            sum.add_(z * Math.Sqrt(sigmas[i] - sigmas[i + 1]));
        }
        var count = (sigmas.Length - 1) * 192;
        Assert.That(squares / (sigmas.Length - 1), Is.EqualTo(1.0).Within(5 * Math.Sqrt(2.0 / count)));
        var whole = noise.Draw(sigmas[0], sigmas[^1]) * Math.Sqrt(sigmas[0] - sigmas[^1]);
        Assert.That(MaxDifference(sum, whole), Is.LessThan(1e-4));
    }

    [Test]
    public void StepNoise_NoMove_IsZero()
    {
        using var noise = new BrownianStepNoise([1, 3, 8, 8], CPU, CPU, [1.0, 0.5, 0.0], 3);
        Assert.That(noise.Draw(0.5, 0.5).count_nonzero().item<long>(), Is.Zero);
    }
}
