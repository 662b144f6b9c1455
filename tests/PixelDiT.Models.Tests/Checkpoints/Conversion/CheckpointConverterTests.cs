using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Checkpoints.Conversion;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Models.Text;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Checkpoints.Conversion;

[LeakCheck]
public sealed class CheckpointConverterTests
{
    private static readonly string Tiny = TestData.File("t2i_tiny.safetensors");

    private TorchArchive _files = null!;

    [SetUp]
    public void CreateFolder() => _files = new TorchArchive();

    [TearDown]
    public void RemoveFolder() => _files.Dispose();

    // The blocks' matrices are most of the tiny model: a byte each instead of four, and for mxfp8 a scale for 32 of them, filled up to 512.
    [TestCase("fp8_e4m3fn", 0.45)]
    [TestCase("mxfp8", 0.62)]
    public void Load_QuantizedModel_ComputesWithTheValuesOfItsCodesAndKeepsTheirSize(string type, double share)
    {
        var quantized = Convert(Tiny, type);
        var written = Convert(quantized, "fp32");
        using var scope = NewDisposeScope();
        using var model = PixelDiTT2I.Load(quantized, TensorAssert.Float32);
        using var plain = PixelDiTT2I.Load(written, TensorAssert.Float32);
        using (Assert.EnterMultipleScope())
        {
            TensorAssert.IsClose(Velocity(model), Velocity(plain), "velocity against the codes written out", 1e-5);
            Assert.That(model.WeightBytes, Is.LessThan(plain.WeightBytes * share));
            Assert.That(plain.WeightBytes, Is.EqualTo(model.Config.ParameterCount * 4));
        }
        // Three mantissa bits: far from the original's last digits, and near the original.
        var distance = TensorAssert.MaxDifference(Velocity(model), TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.velocity"));
        Assert.That(distance, Is.GreaterThan(1e-4).And.LessThan(0.5));
    }

    [TestCase("fp8_e4m3fn")]
    [TestCase("mxfp8")]
    public void Load_QuantizedModelInBFloat16_IsNearFloat32(string type)
    {
        var quantized = Convert(Tiny, type);
        using var scope = NewDisposeScope();
        using var half = PixelDiTT2I.Load(quantized, TensorAssert.BFloat16);
        using var full = PixelDiTT2I.Load(quantized, TensorAssert.Float32);
        // bf16 has 8 bits: the tiny model's velocities, of order 1, differ by less than this in bf16 whatever the weights are stored in.
        TensorAssert.IsClose(Velocity(half), Velocity(full), "velocity", 0.1);
    }

    [TestCase("fp8_e4m3fn")]
    [TestCase("mxfp8")]
    public void Load_QuantizedClassModel_ComputesWithTheValuesOfItsCodes(string type)
    {
        var quantized = Convert(TestData.File("c2i_tiny.safetensors"), type);
        using var scope = NewDisposeScope();
        using var model = PixelDiTC2I.Load(quantized, TensorAssert.Float32);
        using var plain = PixelDiTC2I.Load(Convert(quantized, "fp32"), TensorAssert.Float32);
        var (x, t, y) = (randn(1, 3, model.Config.PatchSize * 2, model.Config.PatchSize * 2), tensor(new[] { 0.3f }), tensor(new[] { 1L }));
        TensorAssert.IsClose(model.Forward(x, t, y), plain.Forward(x, t, y), "velocity", 1e-5);
    }

    [TestCase("fp8_e4m3fn")]
    [TestCase("mxfp8")]
    public void Load_QuantizedTextEncoder_ComputesWithTheValuesOfItsCodes(string type)
    {
        var quantized = Convert(TestData.File("gemma2_tiny.safetensors"), type);
        using var scope = NewDisposeScope();
        using var model = TextEncoder.Load(quantized, TensorAssert.Float32);
        using var plain = TextEncoder.Load(Convert(quantized, "fp32"), TensorAssert.Float32);
        using var actual = model.Encode("a red circle");
        using var expected = plain.Encode("a red circle");
        TensorAssert.IsClose(actual.Embeddings, expected.Embeddings, "embeddings", 1e-5);
    }

    [Test]
    public void Convert_ToFp8_LeavesNormsBiasesAndTheEnds()
    {
        using var file = Checkpoint.Open(Convert(Tiny, "fp8_e4m3fn"));
        var codes = file.Tensors.Values.Where(t => t.DType.Name == "F8_E4M3").Select(t => t.Name).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(codes, Has.All.Contains("_blocks.").And.All.EndsWith(".weight"));
            Assert.That(codes, Has.None.Contains("norm"));
            Assert.That(codes, Does.Contain("core.patch_blocks.0.attn.qkv_x.weight").And.Contain("core.pixel_blocks.0.adaLN_modulation.0.weight"));
            Assert.That(file.Tensors["core.final_layer.linear.weight"].DType.Name, Is.EqualTo("F32"));
            Assert.That(file.Tensors["core.t_embedder.mlp.0.weight"].DType.Name, Is.EqualTo("F32"));
            Assert.That(file.Tensors.Keys, Has.None.Contains("_repa_projector"), "training-only weights");
            Assert.That(file.Metadata["_quantization_metadata"], Does.Contain("\"core.patch_blocks.0.attn.qkv_x\":{\"format\":\"float8_e4m3fn\"}"));
            Assert.That(file.Metadata["config"], Is.Not.Empty, "metadata of the original");
        }
    }

    [TestCase("bf16", ScalarType.BFloat16)]
    [TestCase("fp16", ScalarType.Float16)]
    [TestCase("fp32", ScalarType.Float32)]
    public void Convert_ToAFloatType_RoundsEveryWeightOnce(string type, ScalarType scalar)
    {
        using var scope = NewDisposeScope();
        using var source = Checkpoint.Open(Tiny);
        using var file = Checkpoint.Open(Convert(Tiny, type));
        foreach (var name in file.Tensors.Keys)
        {
            Assert.That(file.ReadBytes(name), Is.EqualTo(source.Load(name).to(scalar).bytes.ToArray()), name);
        }
    }

    [Test]
    public void Convert_Keep_TurnsPyTorchIntoSafetensors()
    {
        using var source = Checkpoint.Open(Tiny);
        var path = _files.Write(source, "model.pth", n => [n, "net_ema." + n], "state_dict");
        using var file = Checkpoint.Open(Convert(path, "keep"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Container, Is.EqualTo("safetensors"));
            Assert.That(file.Tensors.Keys, Has.All.StartsWith("core."));
            Assert.That(file.Tensors, Has.Count.EqualTo(source.Tensors.Keys.Count(k => k.StartsWith("core.", StringComparison.Ordinal) && !k.Contains("_repa", StringComparison.Ordinal))));
            Assert.That(file.Metadata["epoch"], Is.EqualTo("3"));
        }
        foreach (var name in file.Tensors.Keys)
        {
            Assert.That(file.ReadBytes(name), Is.EqualTo(source.ReadBytes(name)), name);
        }
    }

    [Test]
    public void Convert_Fp8ToFp8_KeepsEveryCode()
    {
        var first = Convert(Tiny, "fp8_e4m3fn");
        Assert.That(File.ReadAllBytes(Convert(first, "fp8_e4m3fn")), Is.EqualTo(File.ReadAllBytes(first)));
        Assert.That(File.ReadAllBytes(Convert(first, "keep")), Is.EqualTo(File.ReadAllBytes(first)));
    }

    [Test]
    public void Convert_AnotherKindOfFile_IsConvertedWhole()
    {
        using var file = Checkpoint.Open(Convert(TestData.File("torch_save.pth"), "bf16"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Tensors, Has.Count.EqualTo(12));
            Assert.That(file.Tensors["transposed"].DType.Name, Is.EqualTo("BF16"));
            Assert.That(file.Tensors["long"].DType.Name, Is.EqualTo("I64"), "no weight");
        }
    }

    [Test]
    public void Convert_TextEncoderWithFilesBeside_TakesThemIn()
    {
        using var source = Checkpoint.Open(TestData.File("gemma2_tiny.safetensors"));
        var path = _files.Write(source, "pytorch_model.bin", n => n == "spiece_model" ? [] : [n]);
        File.WriteAllText(_files.PathOf("config.json"), source.Metadata["config"]);
        File.Copy(TestData.File("tokenizer_tiny.model"), _files.PathOf("tokenizer.model"));
        var alone = Directory.CreateDirectory(_files.PathOf("alone")).FullName;
        var output = Path.Combine(alone, "encoder.safetensors");
        CheckpointConverter.Convert(path, output, TargetType.Keep);
        Assert.That(TextEncoder.Check(output).HeadWidth, Is.EqualTo(16));
    }

    [Test]
    public void Convert_WeightThatIsNoNumber_IsRefusedAndLeavesNoFile()
    {
        using var source = Checkpoint.Open(Tiny);
        const string broken = "core.patch_blocks.1.mlp_x.w1.weight";
        var path = _files.PathOf("broken.safetensors");
        using (var writer = new SafetensorsWriter(path, source.Tensors.Values.Select(t => (t.Name, t.DType, t.Shape))))
        {
            foreach (var tensor in source.Tensors.Values)
            {
                var bytes = source.ReadBytes(tensor.Name);
                if (tensor.Name == broken)
                {
                    BitConverter.GetBytes(float.NaN).CopyTo(bytes, 400);
                }
                writer.Write(bytes);
            }
            writer.Complete();
        }
        var output = _files.PathOf("out.safetensors");
        using (Assert.EnterMultipleScope())
        {
            foreach (var type in new[] { TargetType.E4M3, TargetType.MX })
            {
                Assert.That(() => CheckpointConverter.Convert(path, output, type), Throws.TypeOf<CheckpointException>().With.Property("Tensor").EqualTo(broken));
            }
            Assert.That(Directory.GetFiles(Path.GetDirectoryName(output)!, "out*"), Is.Empty);
        }
    }

    [Test]
    public void Convert_Cancelled_LeavesNoFile()
    {
        using var stop = new CancellationTokenSource();
        var output = _files.PathOf("out.safetensors");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => CheckpointConverter.Convert(Tiny, output, TargetType.Keep, (_, _) => stop.Cancel(), stop.Token), Throws.InstanceOf<OperationCanceledException>());
            Assert.That(Directory.GetFiles(Path.GetDirectoryName(output)!), Is.Empty);
        }
    }

    private string Convert(string input, string type)
    {
        var output = _files.PathOf($"{Guid.NewGuid():N}.safetensors");
        CheckpointConverter.Convert(input, output, TargetType.Find(type)!);
        return output;
    }

    private static Tensor Velocity(PixelDiTT2I model) => model.Forward(
        TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.x"),
        TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.t"),
        TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.context"));
}
