using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.PixelDiT;

[LeakCheck]
public sealed class PixelDiTT2ITests
{
    private const string Weights = "t2i_tiny.safetensors";
    private const string Cases = "t2i_tiny_cases.safetensors";

    [Test]
    public void Load_TinyModel_InfersEverySize()
    {
        using var model = PixelDiTT2I.Load(TestData.File(Weights), TensorAssert.Float32);
        Assert.That(model.Config, Is.EqualTo(new PixelDiTT2IConfig
        {
            Channels = 3,
            PatchSize = 4,
            Width = 64,
            Heads = 4,
            MlpWidth = 170,
            PatchBlocks = 3,
            PixelWidth = 8,
            PixelMlpWidth = 32,
            PixelAttentionWidth = 48,
            PixelAttentionHeads = 4,
            PixelBlocks = 2,
            TextWidth = 96,
            TextLength = 20,
        }));
    }

    [TestCase("case0")]
    [TestCase("case1")]
    [TestCase("case2")]
    public void Forward_ReferenceCase_GivesTheReferenceVelocity(string name)
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTT2I.Load(TestData.File(Weights), TensorAssert.Float32);
        using var velocity = Run(model, name);
        Assert.That(velocity.dtype, Is.EqualTo(ScalarType.Float32));
        TensorAssert.IsClose(velocity, TensorAssert.Reference(Cases, $"{name}.velocity"), name);
    }

    [Test]
    public void Forward_ReferenceCase_GivesEveryReferenceStage()
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTT2I.Load(TestData.File(Weights), TensorAssert.Float32);
        var seen = new List<string>();
        using (Assert.EnterMultipleScope())
        {
            model.StageObserver = (stage, value) =>
            {
                seen.Add(stage);
                TensorAssert.IsClose(value, TensorAssert.Reference(Cases, $"case0.{stage}"), stage);
            };
            _ = Run(model, "case0");
        }
        Assert.That(seen, Is.EquivalentTo(Stages()), "the stages of the reference file");
    }

    [Test]
    public void Forward_BFloat16_StaysNearFloat32()
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTT2I.Load(TestData.File(Weights), TensorAssert.BFloat16);
        var expected = TensorAssert.Reference(Cases, "case0.velocity");
        var velocity = Run(model, "case0");
        // bf16 has 8 significant bits; over five blocks the error stays a few hundredths of the values' spread.
        var error = ((velocity - expected).norm() / expected.norm()).item<float>();
        Assert.That(error, Is.LessThan(0.03).And.GreaterThan(1e-5), "relative error (0 would mean that bf16 was not used)");
    }

    [Test]
    public void Forward_BatchOfTwo_GivesEachRowItsOwnResult()
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTT2I.Load(TestData.File(Weights), TensorAssert.Float32);
        var (x, t, context) = Inputs("case0");
        var both = model.Forward(x, t, context);
        for (var row = 0; row < 2; row++)
        {
            var one = model.Forward(x.narrow(0, row, 1), t.narrow(0, row, 1), context.narrow(0, row, 1));
            TensorAssert.IsClose(one, both.narrow(0, row, 1), $"row {row}", 1e-5);
        }
    }

    [Test]
    public void Forward_TextLongerThanTheTable_LeavesTheEndOut()
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTT2I.Load(TestData.File(Weights), TensorAssert.Float32);
        var (x, t, context) = Inputs("case0");
        var longer = cat([context, context], 1);
        TensorAssert.IsClose(model.Forward(x, t, longer), model.Forward(x, t, context), "velocity", 0);
    }

    [Test]
    public void Forward_ManySizes_KeepsNoMoreTablesThanItsBound()
    {
        using var model = PixelDiTT2I.Load(TestData.File(Weights), TensorAssert.Float32);
        var counts = new List<long>();
        for (var size = 1; size <= 8; size++)
        {
            using var scope = NewDisposeScope();
            _ = model.Forward(zeros(1, 3, 4 * size, 8), ones(1), zeros(1, size, 96));
            scope.DisposeEverything();
            counts.Add(Tensor.TotalCount);
        }
        Assert.That(counts[^1], Is.EqualTo(counts[2]), "live tensors after 8 sizes and after 3");
    }

    [Test]
    public void WorkingBytes_MoreWork_NeedsMoreMemory()
    {
        using var model = PixelDiTT2I.Load(TestData.File(Weights), TensorAssert.Float32);
        var one = model.WorkingBytes(1, 64, 64, 20);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(one, Is.Positive);
            Assert.That(model.WorkingBytes(2, 64, 64, 20), Is.GreaterThan(one));
            Assert.That(model.WorkingBytes(1, 64, 128, 20), Is.GreaterThan(one));
        }
    }

    [TestCase(10, 16)]
    [TestCase(16, 18)]
    [TestCase(0, 16)]
    public void Forward_SizeNotDivisible_SaysWhatItMustBe(int height, int width)
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTT2I.Load(TestData.File(Weights), TensorAssert.Float32);
        Assert.That(() => model.Forward(zeros(1, 3, height, width), ones(1), zeros(1, 20, 96)),
            Throws.ArgumentException.With.Message.Contains($"{width}×{height}").And.Message.Contains("multiples of 4"));
    }

    [Test]
    public void Forward_WrongShapes_AreNamed()
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTT2I.Load(TestData.File(Weights), TensorAssert.Float32);
        var (x, t, context) = Inputs("case0");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => model.Forward(x.narrow(1, 0, 1), t, context), Throws.ArgumentException.With.Message.Contains("[2, 1, 16, 16]"));
            Assert.That(() => model.Forward(x, t.narrow(0, 0, 1), context), Throws.ArgumentException.With.Message.Contains("timesteps has shape [1]"));
            Assert.That(() => model.Forward(x, t, context.narrow(2, 0, 64)), Throws.ArgumentException.With.Message.Contains("[2, 20, 64]"));
            Assert.That(() => model.Forward(x, t, context.narrow(0, 0, 1)), Throws.ArgumentException.With.Message.Contains("[1, 20, 96]"));
        }
    }

    private static Tensor Run(PixelDiTT2I model, string name)
    {
        var (x, t, context) = Inputs(name);
        return model.Forward(x, t, context);
    }

    private static (Tensor X, Tensor T, Tensor Context) Inputs(string name) => (
        TensorAssert.Reference(Cases, $"{name}.x"), TensorAssert.Reference(Cases, $"{name}.t"), TensorAssert.Reference(Cases, $"{name}.context"));

    private static IEnumerable<string> Stages()
    {
        using var file = SafetensorsFile.Open(TestData.File(Cases));
        return [.. file.Tensors.Keys.Where(k => k.StartsWith("case0.", StringComparison.Ordinal)).Select(k => k["case0.".Length..]).Except(["x", "t", "context", "velocity"])];
    }
}
