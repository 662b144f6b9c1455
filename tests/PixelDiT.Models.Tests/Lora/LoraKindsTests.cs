using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Lora;
using PixelDiT.Models.PixelDiT;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Lora;

/// <summary>LoRAs on the other kind of network and on quantized weights, and LoRAs in other containers.</summary>
[LeakCheck]
public sealed class LoraKindsTests
{
    // Products in float32 over five blocks, values of order 1.
    private const double Tolerance = 1e-5;

    private static readonly LoraSpelling Kohya = LoraSpelling.OfNetwork.First();

    private TemporaryFiles _files = null!;

    [SetUp]
    public void SetUp() => _files = new TemporaryFiles();

    [TearDown]
    public void TearDown() => _files.Dispose();

    [Test]
    public void ClassConditional_EveryLayer_GivesWhatMergedWeightsGive()
    {
        using var scope = NewDisposeScope();
        var source = TestData.File("c2i_tiny.safetensors");
        using var model = PixelDiTCheckpoint.Load(source, TensorAssert.Float32);
        var lora = new TestLora(model.Config.Parameters());
        Assert.That(lora.Layers, Has.Some.EqualTo("patch_blocks.0.attn.qkv"));
        using var file = LoraFile.Load(_files.Write(lora.File(Kohya)));
        using var merged = PixelDiTCheckpoint.Load(_files.Merge(source, "ema_denoiser.", lora.Changes()), TensorAssert.Float32);
        var expected = Run(merged, "c2i", null);
        Assert.That(LoraReport.Of(Match(file, model), null).Unmatched, Is.Empty);
        Assert.That(TensorAssert.MaxDifference(Run(model, "c2i", null), expected), Is.GreaterThan(1e-3), "the change can be seen");
        TensorAssert.IsClose(Run(model, "c2i", file), expected, "velocity", Tolerance);
    }

    [Test]
    public void ClassConditional_QueryKeyAndValueApart_ChangeTheirRows()
    {
        using var scope = NewDisposeScope();
        var source = TestData.File("c2i_tiny.safetensors");
        using var model = PixelDiTCheckpoint.Load(source, TensorAssert.Float32);
        const string attention = "patch_blocks.1.attn.";
        var parts = new TestLora([.. new[] { "to_q", "to_k", "to_v" }.Select(n => ($"{attention}{n}.weight", new long[] { 64, 64 }))]);
        var changes = parts.Changes();
        var whole = cat([changes[$"{attention}to_q.weight"], changes[$"{attention}to_k.weight"], changes[$"{attention}to_v.weight"]], 0);
        using var file = LoraFile.Load(_files.Write(parts.File(Kohya)));
        using var merged = PixelDiTCheckpoint.Load(_files.Merge(source, "ema_denoiser.", new Dictionary<string, Tensor> { [$"{attention}qkv.weight"] = whole }), TensorAssert.Float32);
        TensorAssert.IsClose(Run(model, "c2i", file), Run(merged, "c2i", null), "velocity", Tolerance);
    }

    [Test]
    public void ClassConditional_LoraForTexts_UsesWhatBothHave()
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTCheckpoint.Load(TestData.File("c2i_tiny.safetensors"), TensorAssert.Float32);
        var lora = new TestLora(PixelDiTCheckpoint.Check(TestData.File("t2i_tiny.safetensors")).Parameters(), ["t_embedder.mlp.2", "patch_blocks.0.attn.qkv_x"]);
        using var file = LoraFile.Load(_files.Write(lora.File(Kohya)));
        Assert.That(LoraReport.Of(Match(file, model), null).ToString(), Does.Contain("3 of 6 keys are used").And.Contain("lora_unet_patch_blocks_0_attn_qkv_x.alpha"));
    }

    [Test]
    public void Fp8Weights_WithLora_GiveWhatTheirValuesWithTheChangeGive()
    {
        using var scope = NewDisposeScope();
        var source = TestData.File("t2i_tiny.safetensors");
        string[] layers = ["patch_blocks.0.attn.qkv_x", "patch_blocks.1.mlp_x.w1", "pixel_blocks.0.compress_to_attn"];
        var (stored, values) = (new Dictionary<string, Tensor>(), new Dictionary<string, Tensor>());
        using (var original = Checkpoint.Open(source))
        {
            var table = tensor(Fp8Format.E4M3.Values);
            foreach (var name in original.Tensors.Keys)
            {
                var weight = original.Load(name);
                // Codes 0x00 to 0x37 are values below 1; every second one with the sign of the weight.
                var codes = layers.Any(l => name == $"core.{l}.weight") ? weight.abs().mul(300).clamp(0, 0x37).to(int64) + (weight < 0).to(int64) * 128 : null;
                stored[name] = codes?.to(ScalarType.Byte) ?? weight;
                values[name] = codes is null ? weight : table.index_select(0, codes.view(-1)).view(codes.shape);
            }
        }
        var expanded = _files.Write(values);
        using var model = PixelDiTCheckpoint.Load(_files.Write(stored, codes: "F8_E4M3"), TensorAssert.Float32);
        var lora = new TestLora(model.Config.Parameters(), layers);
        using var file = LoraFile.Load(_files.Write(lora.File(Kohya)));
        using var merged = PixelDiTCheckpoint.Load(_files.Merge(expanded, "core.", lora.Changes()), TensorAssert.Float32);
        var before = Run(model, "t2i", null);
        var expected = Run(merged, "t2i", null);
        Assert.That(TensorAssert.MaxDifference(before, expected), Is.GreaterThan(1e-3), "the change can be seen");
        TensorAssert.IsClose(Run(model, "t2i", file), expected, "with", Tolerance);
        TensorAssert.IsClose(Run(model, "t2i", null), before, "without, afterwards", 0);
    }

    [Test]
    public void Load_PickledFile_IsTheSameLora()
    {
        using var scope = NewDisposeScope();
        using var archives = new TorchArchive();
        using var model = PixelDiTCheckpoint.Load(TestData.File("t2i_tiny.safetensors"), TensorAssert.Float32);
        var path = _files.Write(new TestLora(model.Config.Parameters()).File(Kohya));
        using var source = Checkpoint.Open(path);
        using var safetensors = LoraFile.Load(path);
        using var pickled = LoraFile.Load(archives.Write(source, "lora.pt", n => [n]));
        TensorAssert.IsClose(Run(model, "t2i", pickled), Run(model, "t2i", safetensors), "velocity", 0);
    }

    private static LoraMatch Match(LoraFile file, PixelDiTNetwork model) => file.Match(LoraTargets.OfNetwork(model.Config.Parameters()));

    private static Tensor Run(PixelDiTNetwork model, string kind, LoraFile? lora)
    {
        var cases = $"{kind}_tiny_cases.safetensors";
        var adapters = lora is null ? null : new Layers.AdapterSet(Match(lora, model).Deltas(1, model.Device));
        return model.Forward(
            TensorAssert.Reference(cases, "case0.x"), TensorAssert.Reference(cases, "case0.t"), TensorAssert.Reference(cases, kind == "t2i" ? "case0.context" : "case0.y"), adapters);
    }
}
