using System.Runtime.InteropServices;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.PixelDiT;

[LeakCheck]
public sealed class PixelDiTC2ITests
{
    private const string Weights = "c2i_tiny.safetensors";
    private const string Cases = "c2i_tiny_cases.safetensors";

    [Test]
    public void Load_TinyModel_InfersEverySize()
    {
        using var model = PixelDiTC2I.Load(TestData.File(Weights), TensorAssert.Float32);
        Assert.That(model.Config, Is.EqualTo(new PixelDiTC2IConfig
        {
            Channels = 3,
            PatchSize = 4,
            Width = 64,
            Heads = 4,
            MlpWidth = 170,
            PatchBlocks = 3,
            PixelWidth = 8,
            PixelMlpWidth = 32,
            PixelAttentionWidth = 64,
            PixelAttentionHeads = 4,
            PixelBlocks = 2,
            Classes = 10,
        }));
    }

    [TestCase("case0")]
    [TestCase("case1")]
    public void Forward_ReferenceCase_GivesTheReferenceVelocity(string name)
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTC2I.Load(TestData.File(Weights), TensorAssert.Float32);
        var (x, t, y) = Inputs(name);
        var velocity = model.Forward(x, t, y);
        Assert.That(velocity.dtype, Is.EqualTo(ScalarType.Float32));
        TensorAssert.IsClose(velocity, TensorAssert.Reference(Cases, $"{name}.velocity"), name);
    }

    [Test]
    public void Forward_BFloat16_StaysNearFloat32()
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTC2I.Load(TestData.File(Weights), TensorAssert.BFloat16);
        var (x, t, y) = Inputs("case0");
        var expected = TensorAssert.Reference(Cases, "case0.velocity");
        var error = ((model.Forward(x, t, y) - expected).norm() / expected.norm()).item<float>();
        // bf16 has 8 significant bits; over five blocks the error stays a few hundredths of the values' spread.
        Assert.That(error, Is.LessThan(0.03).And.GreaterThan(1e-5), "relative error (0 would mean that bf16 was not used)");
    }

    [Test]
    public void Forward_BatchOfFiveOnAWideImage_GivesEachRowItsOwnResult()
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTC2I.Load(TestData.File(Weights), TensorAssert.Float32);
        var x = randn([5, 3, 8, 20], ScalarType.Float32);
        var t = tensor(new[] { 0f, 0.25f, 0.5f, 0.75f, 1f });
        var y = tensor(new long[] { 0, 3, 9, 10, 3 });
        var all = model.Forward(x, t, y);
        for (var row = 0; row < 5; row++)
        {
            var one = model.Forward(x.narrow(0, row, 1), t.narrow(0, row, 1), y.narrow(0, row, 1));
            TensorAssert.IsClose(one, all.narrow(0, row, 1), $"row {row}", 1e-5);
        }
    }

    [Test]
    public void Forward_AnyNullClass_IsTheLastRowOfTheTable()
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTC2I.Load(TestData.File(Weights), TensorAssert.Float32);
        var (x, t, _) = Inputs("case1");
        var unnamed = model.Forward(x, t, tensor(new[] { PixelDiTC2I.AnyNullClass }));
        TensorAssert.IsClose(unnamed, model.Forward(x, t, tensor(new long[] { model.Config.NullClass })), "velocity", 0);
        Assert.That(TensorAssert.MaxDifference(unnamed, model.Forward(x, t, zeros([1], ScalarType.Int64))), Is.GreaterThan(1e-3), "another class gives another velocity");
    }

    [TestCase(11)]
    [TestCase(-2)]
    public void Forward_ClassBeyondTheTable_SaysWhichThereAre(long index)
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTC2I.Load(TestData.File(Weights), TensorAssert.Float32);
        var (x, t, _) = Inputs("case1");
        Assert.That(() => model.Forward(x, t, tensor(new[] { index })),
            Throws.ArgumentException.With.Message.Contains($"class {index} does not exist").And.Message.Contains("0 to 9").And.Message.Contains("10 for none"));
    }

    [Test]
    public void Forward_TextInsteadOfClasses_NamesBoth()
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTC2I.Load(TestData.File(Weights), TensorAssert.Float32);
        var (x, t, _) = Inputs("case1");
        Assert.That(() => model.Forward(x, t, zeros(1, 20, 96)),
            Throws.ArgumentException.With.Message.Contains("[1, 20, 96]").And.Message.Contains("class indices [1]"));
    }

    [Test]
    public void WorkingBytes_TextTokens_CountForNothing()
    {
        using var model = PixelDiTC2I.Load(TestData.File(Weights), TensorAssert.Float32);
        Assert.That(model.WorkingBytes(1, 64, 64, 300), Is.EqualTo(model.WorkingBytes(1, 64, 64, 1)));
    }

    [TestCase(1, 5, 3)]
    [TestCase(2, 8, 6)]
    [TestCase(8, 8, 24)]
    [TestCase(32, 64, 32)]
    public void Load_OtherPatchSize_IsReadFromTheShapes(int patchSize, int height, int width)
    {
        var config = PixelDiTC2IConfig.B with
        {
            PatchSize = patchSize, Width = 32, Heads = 4, MlpWidth = 85, PatchBlocks = 2, PixelWidth = 4, PixelMlpWidth = 16, PixelAttentionWidth = 24,
            PixelAttentionHeads = 3, PixelBlocks = 1, Classes = 4,
        };
        var folder = Directory.CreateTempSubdirectory("pixeldit").FullName;
        try
        {
            var path = Path.Combine(folder, "small.safetensors");
            WriteRandom(path, config);
            using var scope = NewDisposeScope();
            using var model = PixelDiTC2I.Load(path, TensorAssert.Float32);
            Assert.That(model.Config, Is.EqualTo(config));
            var velocity = model.Forward(randn([2, 3, height, width], ScalarType.Float32), tensor(new[] { 0.2f, 0.9f }), tensor(new long[] { 4, 0 }));
            Assert.That(velocity.shape, Is.EqualTo(new long[] { 2, 3, height, width }));
            Assert.That(velocity.isfinite().all().item<bool>(), Is.True);
            Assert.That(() => model.Forward(randn([2, 3, height, width + 1], ScalarType.Float32), tensor(new[] { 0.2f, 0.9f }), tensor(new long[] { 4, 0 })),
                patchSize == 1 ? Throws.Nothing : Throws.ArgumentException.With.Message.Contains($"multiples of {patchSize}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Load_OtherKind_SaysWhichItIs()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => PixelDiTC2I.Load(TestData.File("t2i_tiny.safetensors"), TensorAssert.Float32),
                Throws.TypeOf<CheckpointException>().With.Message.Contains("looks like a PixelDiT text-to-image model").And.Message.Contains("expected a PixelDiT class-conditional"));
            Assert.That(() => PixelDiTT2I.Load(TestData.File(Weights), TensorAssert.Float32),
                Throws.TypeOf<CheckpointException>().With.Message.Contains("looks like a PixelDiT class-conditional").And.Message.Contains("expected a PixelDiT text-to-image"));
        }
    }

    [Test]
    public void LoadAndCheck_EitherKind_TellByTheKeys()
    {
        using var classes = PixelDiTCheckpoint.Load(TestData.File(Weights), TensorAssert.Float32);
        using var text = PixelDiTCheckpoint.Load(TestData.File("t2i_tiny.safetensors"), TensorAssert.Float32);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(classes, Is.TypeOf<PixelDiTC2I>());
            Assert.That(text, Is.TypeOf<PixelDiTT2I>());
            Assert.That(PixelDiTCheckpoint.Check(TestData.File(Weights)), Is.EqualTo(classes.Config));
            Assert.That(PixelDiTCheckpoint.Check(TestData.File("t2i_tiny.safetensors")), Is.EqualTo(text.Config));
        }
    }

    private static void WriteRandom(string path, PixelDiTConfig config)
    {
        using var writer = new SafetensorsWriter(path, config.Parameters().Select(p => ("ema_denoiser." + p.Name, SafetensorsDType.Find("F32")!, p.Shape)));
        foreach (var (_, shape) in config.Parameters())
        {
            using var scope = NewDisposeScope();
            writer.Write(MemoryMarshal.AsBytes<float>((randn(shape, ScalarType.Float32) * 0.1).data<float>().ToArray()));
        }
        writer.Complete();
    }

    private static (Tensor X, Tensor T, Tensor Y) Inputs(string name) => (
        TensorAssert.Reference(Cases, $"{name}.x"), TensorAssert.Reference(Cases, $"{name}.t"), TensorAssert.Reference(Cases, $"{name}.y"));
}
