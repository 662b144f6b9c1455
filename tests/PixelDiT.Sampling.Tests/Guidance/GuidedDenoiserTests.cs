using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests.Guidance;

public sealed class GuidedDenoiserTests : TorchFixture
{
    private const double Sigma = 0.75;

    private static readonly ModelSamplingFlow Sampling = new(4);

    private static Tensor Latent(int batch = 2) => InitialNoise.Draw([batch, 3, 8, 8], 5);

    private static Tensor Denoise(IFlowModel model, ConditioningEntry[] positive, ConditioningEntry[] negative, double cfg, RowBatching batching = RowBatching.Batched)
    {
        var guidance = new CfgGuidance { Positive = positive, Negative = negative, Cfg = cfg };
        using var denoiser = new GuidedDenoiser(model, Sampling, guidance, GuidancePatches.None, 2, batching);
        return denoiser.Denoise(Latent(), Sigma);
    }

    [Test]
    public void Denoise_Guidance_ExtrapolatesFromNegativeToPositive()
    {
        var image = Denoise(new AnalyticModel(), [Conditioning(0.25)], [Conditioning(-0.5)], 4);
        Assert.That(MaxDifference(image, full_like(image, -0.5 + (4 * 0.75))), Is.LessThan(1e-5));
    }

    [Test]
    public void Denoise_Batched_IsOneCallOfAllRows()
    {
        var model = new AnalyticModel();
        Denoise(model, [Conditioning(0.25)], [Conditioning(-0.5)], 4);
        Assert.That((model.Calls, model.Rows), Is.EqualTo((1, 4L)));
    }

    [Test]
    public void Denoise_Sequential_IsTwoCallsWithTheSameResult()
    {
        var model = new AnalyticModel(0.7);
        var sequential = Denoise(model, [Conditioning(0.25)], [Conditioning(-0.5)], 4, RowBatching.Sequential);
        var batched = Denoise(new AnalyticModel(0.7), [Conditioning(0.25)], [Conditioning(-0.5)], 4);
        Assert.That((model.Calls, model.Rows), Is.EqualTo((2, 4L)));
        Assert.That(MaxDifference(sequential, batched), Is.LessThan(1e-5));
    }

    [TestCase(1.0)]
    [TestCase(1.0 + 1e-12)]
    public void Denoise_CfgOne_RunsThePositiveRowsOnly(double cfg)
    {
        var model = new AnalyticModel();
        var image = Denoise(model, [Conditioning(0.25)], [Conditioning(-0.5)], cfg);
        Assert.That((model.Calls, model.Rows), Is.EqualTo((1, 2L)));
        Assert.That(MaxDifference(image, full_like(image, 0.25)), Is.LessThan(1e-6));
    }

    [Test]
    public void DenoiseGuided_CfgOne_StillGivesTheUnconditional()
    {
        var guidance = new CfgGuidance { Positive = [Conditioning(0.25)], Negative = [Conditioning(-0.5)], Cfg = 1 };
        using var denoiser = new GuidedDenoiser(new AnalyticModel(), Sampling, guidance, GuidancePatches.None, 2);
        var (denoised, unconditional) = denoiser.DenoiseGuided(Latent(), Sigma);
        Assert.That(MaxDifference(denoised, full_like(denoised, 0.25)), Is.LessThan(1e-5));
        Assert.That(MaxDifference(unconditional, full_like(denoised, -0.5)), Is.LessThan(1e-5));
    }

    [Test]
    public void Denoise_TokenCountsDiffer_RunsApartWithTheRightResult()
    {
        var model = new AnalyticModel();
        var image = Denoise(model, [Conditioning(0.25, tokens: 7)], [Conditioning(-0.5, tokens: 3)], 4);
        Assert.That(model.Calls, Is.EqualTo(2));
        Assert.That(MaxDifference(image, full_like(image, 2.5)), Is.LessThan(1e-5));
    }

    [Test]
    public void Denoise_MemoryTooSmallForTwo_RunsOneAfterTheOther()
    {
        var model = new AnalyticModel { WorkingSet = long.MaxValue / 8 };
        Denoise(model, [Conditioning(0.25)], [Conditioning(-0.5)], 4, RowBatching.Auto);
        Assert.That(model.Calls, Is.EqualTo(2));
    }

    [Test]
    public void Denoise_BatchRunsOutOfMemory_FallsBackForGood()
    {
        var model = new AnalyticModel
        {
            OnCall = call =>
            {
                if (call == 1)
                {
                    throw new DeviceFull();
                }
            },
        };
        var guidance = new CfgGuidance { Positive = [Conditioning(0.25)], Negative = [Conditioning(-0.5)], Cfg = 4 };
        using var denoiser = new GuidedDenoiser(model, Sampling, guidance, GuidancePatches.None, 2);
        var image = denoiser.Denoise(Latent(), Sigma);
        denoiser.Denoise(Latent(), Sigma);
        Assert.That(MaxDifference(image, full_like(image, 2.5)), Is.LessThan(1e-5));
        Assert.That(model.Calls, Is.EqualTo(1 + 2 + 2));
    }

    [Test]
    public void Denoise_SeveralPositives_AverageByStrength()
    {
        var image = Denoise(new AnalyticModel(), [Conditioning(0.2), Conditioning(0.8) with { Strength = 2 }], [], 1);
        Assert.That(MaxDifference(image, full_like(image, 0.6)), Is.LessThan(1e-5));
    }

    [TestCase(0.0, 0.2, -0.4)]
    [TestCase(0.3, 1.0, 0.2)]
    public void Denoise_EntryLimitedToAPartOfTheWay_ActsOnlyThere(double start, double end, double expected)
    {
        // σ 0.75 is 57 % of the way at shift 4.
        var image = Denoise(
            new AnalyticModel(),
            [Conditioning(0.8) with { StartPercent = start, EndPercent = end }, Conditioning(-0.4) with { EndPercent = 1.0 }], [], 1);
        Assert.That(MaxDifference(image, full_like(image, expected)), Is.LessThan(1e-5));
    }

    [Test]
    public void Denoise_EmbeddingPerImage_StaysWithItsImage()
    {
        var embedding = cat([full([1, 4, 8], 0.1), full([1, 4, 8], 0.9)], 0);
        var image = Denoise(new AnalyticModel(), [new ConditioningEntry(embedding)], [], 1);
        Assert.Multiple(() =>
        {
            Assert.That(image[0].mean().item<float>(), Is.EqualTo(0.1f).Within(1e-5));
            Assert.That(image[1].mean().item<float>(), Is.EqualTo(0.9f).Within(1e-5));
        });
    }

    [Test]
    public void Constructor_MisshapenEmbedding_Refused() =>
        Assert.That(
            () => Denoise(new AnalyticModel(), [new ConditioningEntry(zeros([4, 8]))], [], 1),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains("[4, 8]"));

    private sealed class DeviceFull() : ExternalException("CUDA out of memory. Tried to allocate 20.00 GiB");
}
