using PixelDiT.Nodes.Core.Samplers.Guiders;
using PixelDiT.Nodes.Core.Samplers.Patches;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using static PixelDiT.Nodes.Core.Tests.Support.ReferenceSampling;

namespace PixelDiT.Nodes.Core.Tests.Samplers;

[ReleasesTensors]
public class ModelPatchTests
{
    private ReferenceSampling _sampling;

    [SetUp]
    public void SetUp() => _sampling = new ReferenceSampling();

    [TearDown]
    public void TearDown() => _sampling.Dispose();

    [Test]
    public void ModelSamplingAuraFlow_Shift_KeepsTheTimeOfTheModel()
    {
        var patched = _sampling.One<Model>(new ModelSamplingAuraFlow { Model = _sampling.Model });
        Assert.That(patched.Sampling, Is.EqualTo(new ModelSamplingFlow(1.73, 1000)));
    }

    [TestCase(256, 256, 1.6487213)]
    [TestCase(1024, 1024, 3.1581929)]
    [TestCase(512, 512, 1.8776106)]
    public void ModelSamplingFlux_Size_DecidesTheShift(int width, int height, double shift)
    {
        var patched = _sampling.One<Model>(new ModelSamplingFlux { Model = _sampling.Model, Width = width, Height = height });
        Assert.That(patched.Sampling.Shift, Is.EqualTo(shift).Within(1e-6));
    }

    [Test]
    public void ModelSamplingFlux_ShiftBeyondAllNumbers_IsRefused() => Assert.That(
        () => _sampling.One<Model>(new ModelSamplingFlux { Model = _sampling.Model, MaxShift = 100, BaseShift = 0, Width = 16384, Height = 16384 }),
        Throws.TypeOf<SamplingSettingException>().With.Message.Contains("shift"));

    [Test]
    public void RescaleCFG_Multiplier_ChangesACopy()
    {
        var patched = _sampling.One<Model>(new RescaleCFG { Model = _sampling.Model, Multiplier = 0.7 });
        var off = _sampling.One<Model>(new RescaleCFG { Model = patched, Multiplier = 0 });
        Assert.Multiple(() =>
        {
            Assert.That(patched.Patches.Rescale, Is.EqualTo(0.7));
            Assert.That(_sampling.Model.Patches, Is.EqualTo(GuidancePatches.None));
            Assert.That(Difference(Sample(patched), Numbers(Sample(_sampling.Model))), Is.GreaterThan(1e-3), "the tiny model is hardly guided, so there is little to rescale");
            Assert.That(Numbers(Sample(off)), Is.EqualTo(Numbers(Sample(_sampling.Model))), "the last one counts");
        });
    }

    [Test]
    public void CFGOverride_WholeWay_IsThatScale()
    {
        var one = Override(_sampling.Model, 1, 0, 1);
        var basic = _sampling.One<Guider>(new BasicGuider { Model = _sampling.Model, Conditioning = _sampling.Positive });
        var expected = _sampling.Advanced(basic, _sampling.Solver("euler"), _sampling.Schedule("euler", "simple"), _sampling.Empty)[0];
        Assert.Multiple(() =>
        {
            Assert.That(Numbers(Sample(one)), Is.EqualTo(Numbers(expected)));
            Assert.That(Numbers(Sample(Override(one, Cfg, 0, 1))), Is.EqualTo(Numbers(Sample(_sampling.Model))), "the one nearest to the sampler counts");
        });
    }

    // Shift 4, 6 simple steps: σ is 0.8 at half the way.
    [Test]
    public void CFGOverride_Part_IncludesItsEnds()
    {
        var patched = Override(_sampling.Model, 1, 0.25, 0.5);
        Assert.That(patched.Patches.Overrides.Single(), Is.EqualTo(new CfgOverride(1, 0.8, 4 * 0.75 / (1 + (3 * 0.75)))));
    }

    [Test]
    public void CFGOverride_Reversed_IsRefusedBeforeItRunsAndWhenItCameThroughLinks()
    {
        var node = new CFGOverride { Model = _sampling.Model, StartPercent = 0.5, EndPercent = 0.25 };
        Assert.Multiple(() =>
        {
            Assert.That(node.ValidateInputs(null!), Does.Contain("start_percent (0.5) is behind end_percent (0.25)"));
            Assert.That(() => _sampling.One<Model>(node), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("end_percent"));
        });
    }

    private Model Override(Model model, double cfg, double start, double end) =>
        _sampling.One<Model>(new CFGOverride { Model = model, Cfg = cfg, StartPercent = start, EndPercent = end });

    private Latent Sample(Model model) => _sampling.KSample("euler", "simple", model: model);
}
