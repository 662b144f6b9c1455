using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Nodes.PixelDiT.Classes;
using PixelDiT.Nodes.PixelDiT.Editing;
using PixelDiT.Nodes.PixelDiT.Loaders;
using PixelDiT.Nodes.PixelDiT.Tests.Support;
using PixelDiT.Sampling;
using PixelDiT.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Tests.Editing;

[ReleasesTensors]
public class PixelDiTFlowEditTests
{
    private TestHost _host = null!;
    private Model _model = null!;
    private Conditioning _source = null!;
    private Conditioning _target = null!;

    [SetUp]
    public void SetUp()
    {
        _host = new TestHost().WithTinyModels();
        (_model, var clip) = Tiny.Load(_host);
        (_source, _target) = Tiny.Encode(_host, clip, "a red circle", "a blue square");
    }

    [TearDown]
    public void TearDown()
    {
        Tiny.Free(_source, _target);
        _host.Dispose();
    }

    [Test]
    public void Run_NoStepsTaken_ReturnsTheImageExactly()
    {
        using var scope = NewDisposeScope();
        var image = Tiny.Picture(2, 13, 9);

        var edited = Run(Node(image, n => n.NMax = 0)).Image;

        Assert.That(Tiny.Same(edited, image));
    }

    [TestCase(0)]
    [TestCase(2)]
    public void Run_HardMask_KeepsTheValuesOutside(int nMin)
    {
        using var scope = NewDisposeScope();
        var (image, mask) = (Tiny.Picture(1, 24, 32), zeros([1, 24, 32]));
        mask.narrow(1, 4, 10).narrow(2, 8, 12).fill_(1);

        var edited = Run(Node(image, n => (n.Mask, n.NMin) = (mask, nMin))).Image;

        var inside = mask.gt(0).unsqueeze(3).expand(1, 24, 32, 3);
        Assert.That(Tiny.Same(edited.masked_select(inside.logical_not()), image.masked_select(inside.logical_not())));
        Assert.That((edited - image).abs().masked_select(inside).mean().item<float>(), Is.GreaterThan(1e-3));
    }

    [Test]
    public void Run_Previews_ShowTheEditSoFarInItsOwnShape()
    {
        using var scope = NewDisposeScope();
        var context = _host.Context(previews: true);

        Node(Tiny.Picture(1, 24, 32)).Run(context).Outputs.OfType<Tensor>().Single().Dispose();

        Assert.That(context.Reports.Select(r => (r.Value, r.Max)), Is.EqualTo(new[] { (1.0, 4.0), (2, 4), (3, 4), (4, 4) }));
        Assert.That(context.Reports.Select(r => r.Preview), Has.None.Null);
    }

    [Test]
    public void Run_Interrupted_Stops()
    {
        using var scope = NewDisposeScope();
        var node = Node(Tiny.Picture(1, 24, 32));

        Assert.That(() => node.Run(_host.Context(cancelAfterReports: 2)), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(1, 1)]
    [TestCase(7, 40)]
    public void Run_AnySize_ComesBackInIt(int height, int width)
    {
        using var scope = NewDisposeScope();

        var edited = Run(Node(Tiny.Picture(1, height, width))).Image;

        Assert.That(edited.shape, Is.EqualTo(new long[] { 1, height, width, 3 }));
    }

    [Test]
    public void Run_ImageWithAlpha_KeepsItsAlpha()
    {
        using var scope = NewDisposeScope();
        var image = Tiny.Picture(1, 8, 8, channels: 4);

        var edited = Run(Node(image)).Image;

        Assert.That(Tiny.Same(edited.narrow(3, 3, 1), image.narrow(3, 3, 1)));
        Assert.That(Tiny.Same(edited, image), Is.False);
    }

    [Test]
    public void Run_MaskOfAnotherSize_IsScaledWithAWarning()
    {
        using var scope = NewDisposeScope();

        var (edited, lines) = Run(Node(Tiny.Picture(1, 24, 32), n => n.Mask = ones([1, 10, 10])));

        Assert.That(lines, Is.EqualTo(new[] { "Warning: the mask is 10x10, the image 32x24: the mask was scaled to it." }));
        Assert.That(edited.shape, Is.EqualTo(new long[] { 1, 24, 32, 3 }));
    }

    [Test]
    public void Run_EmptyMask_ReturnsTheImageWithAWarning()
    {
        using var scope = NewDisposeScope();
        var image = Tiny.Picture(1, 24, 32);

        // What LoadImage gives for an image without transparency.
        var (edited, lines) = Run(Node(image, n => n.Mask = zeros([1, 64, 64])));

        Assert.That(lines, Is.EqualTo(new[] { "Warning: the mask is empty: nothing may change, so the image is returned as it is." }));
        Assert.That(Tiny.Same(edited, image));
    }

    [Test]
    public void Run_Classes_TakeThePlaceOfPrompts()
    {
        using var scope = NewDisposeScope();
        File.Copy(TestData.File("c2i_tiny.safetensors"), _host.ModelPath("diffusion_models", "classes.safetensors"));
        var classes = (Model)new PixelDiTModelLoader { ModelName = "classes.safetensors" }.Run(_host.Context()).Outputs[0]!;
        var (one, other, none) = (Class("1"), Class("2"), Class("null class"));
        var image = Tiny.Picture(1, 10, 10);
        Tensor Edit(Conditioning target) =>
            Run(Node(image, n => (n.Model, n.Source, n.Target, n.Negative, n.TargetCfg) = (classes, one, target, none, n.SourceCfg))).Image;

        Assert.That((Edit(one) - image).abs().max().item<float>(), Is.LessThan(1e-6f));
        Assert.That((Edit(other) - image).abs().max().item<float>(), Is.GreaterThan(1e-3f));
        Assert.That(() => Run(Node(image, n => n.Model = classes)), Throws.TypeOf<ConditioningKindException>(), "texts");
        Tiny.Free(one, other, none);

        Conditioning Class(string label) => (Conditioning)new PixelDiTClassLabel { Label = label }.Run(_host.Context()).Outputs[0]!;
    }

    [Test]
    public void Run_MasksForOtherImages_AreRefused()
    {
        using var scope = NewDisposeScope();

        Assert.That(() => Run(Node(Tiny.Picture(2, 8, 8), n => n.Mask = ones([3, 8, 8]))),
            Throws.TypeOf<SamplingSettingException>().With.Message.EqualTo("mask is of shape [3, 8, 8]; expected one mask, or one for each of the images: [1 or 2, height, width]."));
    }

    [Test]
    public void Run_SeedAndSchedule_ChangeTheEdit()
    {
        using var scope = NewDisposeScope();
        var image = Tiny.Picture(1, 8, 8);

        var (first, again) = (Run(Node(image)).Image, Run(Node(image)).Image);

        Assert.That(Tiny.Same(first, again));
        Assert.That(Tiny.Same(first, Run(Node(image, n => n.Seed = 1)).Image), Is.False);
        Assert.That(Tiny.Same(first, Run(Node(image, n => n.Scheduler = "karras")).Image), Is.False);
        Assert.That(Tiny.Same(first, Run(Node(image, n => n.Shift = 1)).Image), Is.False);
        Assert.That(Tiny.Same(first, Run(Node(image, n => n.Shift = 3)).Image), "the shift of small images");
    }

    [Test]
    public void Run_ScheduleOfOnesOwn_TakesThePlaceOfTheOthers()
    {
        using var scope = NewDisposeScope();
        var image = Tiny.Picture(1, 8, 8);
        var same = new Sigmas(FlowEdit.Schedule(5, new ModelSamplingFlow(3)));

        Assert.That(Tiny.Same(Run(Node(image, n => (n.Sigmas, n.Steps, n.Shift) = (same, 20, 9))).Image, Run(Node(image)).Image));
        Assert.That(() => Run(Node(image, n => n.Sigmas = new Sigmas([1, 0.5, 0]))), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("n_max is 4"));
    }

    private PixelDiTFlowEdit Node(Tensor image, Action<PixelDiTFlowEdit>? change = null)
    {
        var node = new PixelDiTFlowEdit { Model = _model, Image = image, Source = _source, Target = _target, Negative = _source, Steps = 5, NMax = 4 };
        change?.Invoke(node);
        return node;
    }

    private (Tensor Image, string[] Lines) Run(PixelDiTFlowEdit node)
    {
        var result = node.Run(_host.Context());
        return (Tiny.Scoped(result.Outputs[0]), Tiny.Lines(result));
    }
}
