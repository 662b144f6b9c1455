using PixelDiT.Imaging;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Nodes.Core.Hosting;
using PixelDiT.Nodes.Core.Latents;
using PixelDiT.Nodes.Core.Loaders;
using PixelDiT.Nodes.Core.Samplers;
using PixelDiT.Nodes.Core.Samplers.Patches;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;
using KSampler = PixelDiT.Nodes.Core.Samplers.KSampler;

namespace PixelDiT.Nodes.Core.Tests.Samplers;

[ReleasesTensors]
public class KSamplerTests
{
    [Test]
    public void Run_Steps_AreReportedOneByOne()
    {
        using var host = new TestHost().WithTinyModels();
        var context = host.Context();
        using var job = new Job(host, 16, 32);
        using var samples = job.Run(context, steps: 3).Samples;
        Assert.Multiple(() =>
        {
            Assert.That(samples.shape, Is.EqualTo(new long[] { 1, 3, 16, 32 }));
            Assert.That(context.Reports, Is.EqualTo(new (double, double, object?)[] { (1, 3, null), (2, 3, null), (3, 3, null) }));
        });
    }

    [TestCase(512, 512, 256)]
    [TestCase(64, 64, 32)]
    [TestCase(0, 32, 16)]
    public void Run_PreviewsWanted_ShowThePredictionScaledIntoTheBox(int box, int width, int height)
    {
        using var host = new TestHost(preview: new PreviewOptions { Box = box }).WithTinyModels();
        var context = host.Context(previews: true);
        using var job = new Job(host, 16, 32, batch: 2);
        using var samples = job.Run(context, steps: 2).Samples;
        var last = ImageDecoder.Decode(context.Reports[^1].Preview!.Bytes.Span);
        Assert.Multiple(() =>
        {
            Assert.That(context.Reports, Has.Count.EqualTo(2).And.All.Matches<(double, double, Graph.Nodes.NodePreview? Preview)>(r => r.Preview is not null));
            Assert.That((last.Width, last.Height), Is.EqualTo((width, height)));
        });
    }

    [Test]
    public void Run_LastPreview_IsTheResult()
    {
        using var host = new TestHost(preview: new PreviewOptions { Box = 0 }).WithTinyModels();
        var context = host.Context(previews: true);
        using var job = new Job(host, 16, 32);
        using var samples = job.Run(context, steps: 4).Samples;
        using var image = PixelSpaceVae.Instance.Decode(samples);
        var expected = image.data<float>().ToArray();
        var shown = ImageDecoder.Decode(context.Reports[^1].Preview!.Bytes.Span).Bytes(0).ToArray();
        // Quality 95 halves no colour plane, but a noise picture of an untrained model is the worst case for JPEG: only the mean is close.
        var error = expected.Zip(shown, (e, s) => Math.Abs((e * 255) - s)).Average();
        Assert.That(error, Is.LessThan(12), "mean difference in levels");
    }

    [Test]
    public void Run_InterruptedAtAStep_StopsThere()
    {
        using var host = new TestHost().WithTinyModels();
        var context = host.Context(cancelAfterReports: 2);
        using var job = new Job(host, 16, 16);
        Assert.That(() => job.Run(context, steps: 8), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(context.Reports, Has.Count.EqualTo(2));
    }

    [TestCase(30, 16, "32x16")]
    [TestCase(16, 17, "16x16")]
    public void Run_SizeNotInPatches_SaysTheNearest(int width, int height, string nearest)
    {
        using var host = new TestHost().WithTinyModels();
        using var job = new Job(host, height, width);
        Assert.That(() => job.Run(host.Context()), Throws.TypeOf<UnsupportedImageSizeException>()
            .With.Message.Contains($"{width}x{height}").And.Message.Contains("multiples of 4").And.Message.Contains(nearest));
    }

    [Test]
    public void Run_DenoiseZero_SaysThatThereIsNothingToSample()
    {
        using var host = new TestHost().WithTinyModels();
        using var job = new Job(host, 16, 16, start: 0.25f);
        Assert.That(() => job.Run(host.Context(), denoise: 0), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("denoise is 0"));
    }

    [Test]
    public void Run_Seed_DecidesThePicture()
    {
        using var host = new TestHost().WithTinyModels();
        using var job = new Job(host, 16, 16);
        using var a = job.Run(host.Context(), seed: ulong.MaxValue).Samples;
        using var b = job.Run(host.Context(), seed: ulong.MaxValue).Samples;
        using var c = job.Run(host.Context(), seed: 1).Samples;
        Assert.Multiple(() =>
        {
            Assert.That(b.data<float>().ToArray(), Is.EqualTo(a.data<float>().ToArray()));
            Assert.That(c.data<float>().ToArray(), Is.Not.EqualTo(a.data<float>().ToArray()));
        });
    }

    [Test]
    public void Run_EmptyLatentOfAnyModel_TakesTheLayoutOfThisOne()
    {
        using var host = new TestHost().WithTinyModels();
        using var job = new Job(host, 16, 32, batch: 2);
        var empty = (Latent)new EmptyLatentImage { Width = 32, Height = 16, BatchSize = 2 }.Run(host.Context()).Outputs[0]!;
        using var unused = empty.Samples;
        var sampled = job.Run(host.Context(), latent: empty);
        using var samples = sampled.Samples;
        using var expected = job.Run(host.Context()).Samples;
        Assert.Multiple(() =>
        {
            Assert.That(empty.Samples.shape, Is.EqualTo(new long[] { 2, 4, 2, 4 }));
            Assert.That(samples.shape, Is.EqualTo(new long[] { 2, 3, 16, 32 }));
            Assert.That(samples.data<float>().ToArray(), Is.EqualTo(expected.data<float>().ToArray()));
            Assert.That(sampled.SpatialDownscale, Is.Null);
        });
    }

    [Test]
    public void Run_LatentOfAnotherModelThatIsNotEmpty_IsRefused()
    {
        using var host = new TestHost().WithTinyModels();
        using var job = new Job(host, 16, 16);
        using var foreign = ones([1, 4, 16, 16]);
        Assert.That(() => job.Run(host.Context(), latent: new Latent { Samples = foreign }), Throws.Exception);
    }

    [Test]
    public void Run_NaNInTheWeights_IsAnError()
    {
        using var host = new TestHost().WithTinyModels();
        PoisonedModel.Write(host.ModelPath("diffusion_models", "nan.safetensors"));
        using var job = new Job(host, 16, 16, "nan.safetensors");
        Assert.That(() => job.Run(host.Context()), Throws.TypeOf<NonFiniteLatentException>().With.Message.Contains("NaN"));
    }

    [Test]
    public void ModelSamplingSD3_Shift_ChangesACopyThatSharesTheNetwork()
    {
        using var host = new TestHost().WithTinyModels();
        var model = (Model)new UNETLoader { UnetName = "tiny.safetensors" }.Run(host.Context()).Outputs[0]!;
        var patched = (Model)new ModelSamplingSD3 { Model = model, Shift = 1.5 }.Run(host.Context()).Outputs[0]!;
        Assert.Multiple(() =>
        {
            Assert.That(patched.Sampling.Shift, Is.EqualTo(1.5));
            Assert.That(model.Sampling.Shift, Is.EqualTo(4.0));
            Assert.That(patched.Network, Is.SameAs(model.Network));
        });
    }

    [Test]
    public void ModelSamplingSD3_ZeroShift_SaysWhatIsExpected()
    {
        using var host = new TestHost().WithTinyModels();
        var model = (Model)new UNETLoader { UnetName = "tiny.safetensors" }.Run(host.Context()).Outputs[0]!;
        Assert.That(() => new ModelSamplingSD3 { Model = model, Shift = 0 }.Run(host.Context()), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("shift"));
    }

    /// <summary>A sampler's inputs without a text encoder: random embeddings of the tiny network's width.</summary>
    private sealed class Job : IDisposable
    {
        private readonly Model _model;
        private readonly Tensor _positive;
        private readonly Tensor _negative;
        private readonly Tensor _latent;

        public Job(TestHost host, int height, int width, string network = "tiny.safetensors", int batch = 1, float start = 0)
        {
            _model = (Model)new UNETLoader { UnetName = network }.Run(host.Context()).Outputs[0]!;
            using var generator = new Generator(5, CPU);
            _positive = randn([1, 300, 64], generator: generator);
            _negative = randn([1, 300, 64], generator: generator);
            _latent = full([batch, 3, height, width], start);
        }

        public Latent Run(FakeContext context, int steps = 2, ulong seed = 3, double denoise = 1, Latent? latent = null) => (Latent)new KSampler
        {
            Model = _model,
            Seed = seed,
            Steps = steps,
            Cfg = 3,
            SamplerName = "euler",
            Scheduler = "simple",
            Positive = new Conditioning([new ConditioningEntry(_positive)]),
            Negative = new Conditioning([new ConditioningEntry(_negative)]),
            LatentImage = latent ?? new Latent { Samples = _latent },
            Denoise = denoise,
        }.Run(context).Outputs[0]!;

        public void Dispose()
        {
            _positive.Dispose();
            _negative.Dispose();
            _latent.Dispose();
        }
    }
}
