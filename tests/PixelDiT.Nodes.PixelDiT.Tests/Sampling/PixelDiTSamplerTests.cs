using PixelDiT.Nodes.Core.Samplers;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Nodes.PixelDiT.Sampling;
using PixelDiT.Nodes.PixelDiT.Tests.Support;
using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Tests.Sampling;

[ReleasesTensors]
public class PixelDiTSamplerTests
{
    private TestHost _host = null!;
    private Model _model = null!;
    private Conditioning _positive = null!;
    private Conditioning _negative = null!;

    [SetUp]
    public void SetUp()
    {
        _host = new TestHost().WithTinyModels();
        (_model, var clip) = Tiny.Load(_host);
        (_positive, _negative) = Tiny.Encode(_host, clip, "a red circle", "");
    }

    [TearDown]
    public void TearDown()
    {
        Tiny.Free(_positive, _negative);
        _host.Dispose();
    }

    [Test]
    public void Run_ExactSizeAndShift_IsWhatKSamplerGives()
    {
        using var scope = NewDisposeScope();
        var latent = zeros([2, 3, 24, 32]);
        var comfy = (Latent)new Core.Samplers.KSampler
        {
            Model = _model with { Sampling = new ModelSamplingFlow(2) }, Positive = _positive, Negative = _negative, LatentImage = new Latent { Samples = latent },
            Seed = 5, Steps = 3, Cfg = 4, SamplerName = "er_sde", Scheduler = "simple",
        }.Run(_host.Context()).Outputs[0]!;
        using var expected = comfy.Samples;

        var (image, samples, _) = Run(n => (n.BatchSize, n.Shift, n.Seed) = (2, 2, 5));

        Assert.That(Tiny.Same(samples, expected));
        Assert.That(image.shape, Is.EqualTo(new long[] { 2, 24, 32, 3 }));
        Assert.That((image - ((samples.permute(0, 2, 3, 1) + 1) / 2).clamp(0, 1)).abs().max().item<float>(), Is.LessThan(1e-6));
    }

    [Test]
    public void Run_Previews_ComeEveryStep()
    {
        using var scope = NewDisposeScope();
        var context = _host.Context(previews: true);
        Run(_ => { }, context);
        Assert.That(context.Reports.Select(r => (r.Value, r.Preview is not null)), Is.EqualTo(new[] { (1.0, true), (2, true), (3, true) }));
    }

    [Test]
    public void Run_GuidanceInterval_ChangesThePictureUnlessItIsEverything()
    {
        using var scope = NewDisposeScope();
        var whole = Run(_ => { }).Samples;

        Assert.Multiple(() =>
        {
            Assert.That(Tiny.Same(Run(n => (n.GuidanceLow, n.GuidanceHigh) = (0.0, 1.0)).Samples, whole));
            Assert.That(Tiny.Same(Run(n => n.GuidanceHigh = 0.9).Samples, whole), Is.False);
            Assert.That(Tiny.Same(Run(n => n.GuidanceLow = 0.7).Samples, whole), Is.False);
            Assert.That(() => Run(n => (n.GuidanceLow, n.GuidanceHigh) = (0.6, 0.4)), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("guidance interval"));
        });
    }

    [Test]
    public void Run_ShapeAndArea_SayTheSizeAndTheShift()
    {
        using var scope = NewDisposeScope();

        var (image, _, lines) = Run(n => (n.AspectRatio, n.Megapixels) = ("3:2 (Photo)", 0.001));

        Assert.That(image.shape, Is.EqualTo(new long[] { 1, 28, 40, 3 }), "39.7 x 26.4 pixels in patches of 4");
        Assert.That(lines, Is.EqualTo(new[] { "40x28 pixels, flow shift 3" }));
    }

    [Test]
    public void Run_SizeThatIsNoMultipleOfThePatch_NamesTheNearest() =>
        Assert.That(() => Run(n => n.Width = 33), Throws.TypeOf<UnsupportedImageSizeException>().With.Message.Contains("32x24"));

    [TestCase("1:1 (Square)", 1.0, 16, 1024, 1024)]
    [TestCase("16:9 (Widescreen)", 1.0, 16, 1360, 768)]
    [TestCase("1:1", 0.25, 16, 512, 512)]
    [TestCase("21:9", 0.0001, 16, 16, 16)]
    public void Size_OfShapeAndArea_IsInPatches(string ratio, double megapixels, int patch, int width, int height) =>
        Assert.That(PictureSize.Of(ratio, megapixels, patch), Is.EqualTo(((long)width, (long)height)));

    [TestCase(512, 512, 3)]
    [TestCase(1024, 1024, 4)]
    [TestCase(768, 768, 3.5)]
    [TestCase(64, 64, 3)]
    [TestCase(2048, 1024, 4)]
    public void Shift_OfSize_IsThatOfTheReleasedModel(int width, int height, double shift) => Assert.That(FlowShift.OfSize(width, height), Is.EqualTo(shift).Within(1e-12));

    [Test]
    public void Shift_WishThenPatchThenSize_Decides()
    {
        var patched = _model with { Sampling = new ModelSamplingFlow(7) };

        Assert.That(new[] { FlowShift.On(patched, 2, 512, 512), FlowShift.On(patched, 0, 512, 512), FlowShift.On(_model, 0, 512, 512) }.Select(m => m.Sampling.Shift), Is.EqualTo(new[] { 2.0, 7, 3 }));
    }

    private (Tensor Image, Tensor Samples, string[] Lines) Run(Action<PixelDiTSampler> change, FakeContext? context = null)
    {
        var node = new PixelDiTSampler { Model = _model, Positive = _positive, Negative = _negative, AspectRatio = PictureSize.Exact, Width = 32, Height = 24, Steps = 3 };
        change(node);
        var result = node.Run(context ?? _host.Context());
        return (Tiny.Scoped(result.Outputs[0]), Tiny.Scoped(((Latent)result.Outputs[1]!).Samples), Tiny.Lines(result));
    }
}
