using PixelDiT.Models;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

/// <summary>Whole samplings in bf16 against float32: what the number format does to the pixels of the final image.</summary>
public sealed class PrecisionTests
{
    private static readonly ComputePolicy Float32 = ComputePolicy.Create(new ComputeFlags { ForceCpu = true, ForceFp32 = true });

    private static readonly ComputePolicy BFloat16 = ComputePolicy.Create(new ComputeFlags { ForceCpu = true, Bf16Unet = true });

    // Image levels, 0 … 255. bf16 keeps 8 significant bits of every activation; the velocity's error is summed over the steps and multiplied by the
    // guidance scale. The bounds are about twice what was measured: at most 7.6 and 0.45.
    private const double WorstLevels = 16;
    private const double MeanLevels = 1;

    [TestCase("t2i_tiny.safetensors", 1, 16, 16)]
    [TestCase("t2i_tiny.safetensors", 2, 8, 24)]
    [TestCase("t2i_tiny.safetensors", 5, 20, 12)]
    [TestCase("c2i_tiny.safetensors", 1, 16, 16)]
    [TestCase("c2i_tiny.safetensors", 2, 8, 24)]
    [TestCase("c2i_tiny.safetensors", 5, 20, 12)]
    public void Sample_BFloat16_StaysNearFloat32(string file, int batch, int height, int width)
    {
        using var scope = NewDisposeScope();
        var exact = Levels(Sample(file, Float32, batch, height, width));
        var error = (Levels(Sample(file, BFloat16, batch, height, width)) - exact).abs();
        var (worst, mean) = (error.max().item<float>(), error.mean().item<float>());
        TestContext.Out.WriteLine($"{file}, {batch} x {width}x{height}: worst {worst:F2}, mean {mean:F3} of 255 levels; deviation of the image {exact.std().item<float>():F1}");
        Assert.Multiple(() =>
        {
            Assert.That(worst, Is.LessThan(WorstLevels).And.GreaterThan(0), "0 would mean that bf16 was not used");
            Assert.That(mean, Is.LessThan(MeanLevels));
            Assert.That(exact.std().item<float>(), Is.GreaterThan(20), "an image that is not clipped to one colour");
        });
    }

    [TestCase("t2i_tiny.safetensors")]
    [TestCase("c2i_tiny.safetensors")]
    public void Sample_Twice_GivesTheSameBytes(string file)
    {
        foreach (var policy in new[] { Float32, BFloat16 })
        {
            using var scope = NewDisposeScope();
            var first = Sample(file, policy, 2, 16, 16).data<float>().ToArray();
            Assert.That(Sample(file, policy, 2, 16, 16).data<float>().ToArray(), Is.EqualTo(first), $"{policy.NetworkType}");
        }
    }

    private static Tensor Sample(string file, ComputePolicy policy, int batch, int height, int width)
    {
        using var network = PixelDiTCheckpoint.Load(TestData.File(file), policy);
        using var scope = NewDisposeScope();
        var (positive, negative) = network is PixelDiTC2I ? (ConditioningEntry.OfClass(3), ConditioningEntry.OfClass(null)) : Texts();
        return KSampler.Sample(new KSamplerRequest
        {
            Model = PixelDiTFlowModel.For(network),
            ModelSampling = PixelDiTFlowModel.DefaultSampling(network.Config),
            Positive = [positive],
            Negative = [negative],
            Latent = zeros([batch, 3, height, width], ScalarType.Float32),
            Seed = 9,
            Steps = 12,
            Cfg = 2.75,
            SamplerName = "euler",
            SchedulerName = "uniform_flow",
        }).MoveToOuterDisposeScope();
    }

    private static (ConditioningEntry Positive, ConditioningEntry Negative) Texts()
    {
        using var texts = SafetensorsFile.Open(TestData.File("ksampler_tiny.safetensors"));
        return (new ConditioningEntry(texts.Load("positive").clone()), new ConditioningEntry(texts.Load("negative").clone()));
    }

    private static Tensor Levels(Tensor latent) => ((latent + 1) / 2).clamp(0, 1) * 255;
}
