using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Gemma2;
using PixelDiT.Models.Lora;
using PixelDiT.Models.PixelDiT;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Lora;

/// <summary>Reading LoRA files: broken ones, those of other models and methods, and what is said about them.</summary>
[LeakCheck]
public sealed class LoraFileTests
{
    private const string Layer = "lora_unet_patch_blocks_0_attn_proj_x";

    private static readonly LoraTargets Network = LoraTargets.OfNetwork(PixelDiTCheckpoint.Check(TestData.File("t2i_tiny.safetensors")).Parameters());
    private static readonly LoraTargets TextEncoder = LoraTargets.OfTextEncoder(Gemma2Encoder.Check(TestData.File("gemma2_tiny.safetensors")).Parameters());

    private TemporaryFiles _files = null!;

    [SetUp]
    public void SetUp() => _files = new TemporaryFiles();

    [TearDown]
    public void TearDown() => _files.Dispose();

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Case("down without up", new() { [".lora_down.weight"] = [4, 64] }, ".lora_down.weight", "stands alone", "lora_up");
        yield return Case("up without down", new() { [".lora_up.weight"] = [64, 4] }, ".lora_up.weight", "stands alone", "lora_down");
        yield return Case("ranks differ", new() { [".lora_down.weight"] = [4, 64], [".lora_up.weight"] = [64, 8] }, ".lora_up.weight", "[64, 8]", "[out, 4]");
        yield return Case("rank 0", new() { [".lora_down.weight"] = [0, 64], [".lora_up.weight"] = [64, 0] }, ".lora_down.weight", "[0, 64]", "rank of 1 or more");
        yield return Case("no inputs", new() { [".lora_down.weight"] = [4, 0], [".lora_up.weight"] = [64, 4] }, ".lora_down.weight", "[4, 0]", "[rank, in]");
        yield return Case("down is a number", new() { [".lora_down.weight"] = [], [".lora_up.weight"] = [64, 4] }, ".lora_down.weight", "[]", "[rank, in]");
        yield return Case("up is a vector", new() { [".lora_down.weight"] = [4, 64], [".lora_up.weight"] = [64] }, ".lora_up.weight", "[64]", "[out, 4]");
        yield return Case("alpha is a vector", new() { [".lora_down.weight"] = [4, 64], [".lora_up.weight"] = [64, 4], [".alpha"] = [4] }, ".alpha", "[4]", "one number");
        yield return Case("two downs", new() { [".lora_down.weight"] = [4, 64], [".lora_A.weight"] = [4, 64], [".lora_up.weight"] = [64, 4] }, ".lora_down.weight", "says the same", ".lora_A.weight");
    }

    [TestCaseSource(nameof(Broken))]
    public void Load_BrokenFile_NamesTheTensorAndWhatIsWrong(IReadOnlyDictionary<string, long[]> shapes, string tensor, string found, string expected)
    {
        using var scope = NewDisposeScope();
        var path = _files.Write(shapes.ToDictionary(s => Layer + s.Key, s => ones(s.Value)));
        Assert.That(() => LoraFile.Load(path), Throws.TypeOf<CheckpointException>()
            .With.Message.Contains(Layer + tensor).And.Message.Contains(found).And.Message.Contains(expected).And.Message.Contains(path));
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public void Load_AlphaIsNoNumber_IsRefused(float alpha)
    {
        using var scope = NewDisposeScope();
        var path = _files.Write(Pair(Layer).Append(KeyValuePair.Create(Layer + ".alpha", tensor(alpha))));
        Assert.That(() => LoraFile.Load(path), Throws.TypeOf<CheckpointException>().With.Property("Tensor").EqualTo(Layer + ".alpha").And.Message.Contains("a finite number"));
    }

    [Test]
    public void Load_WholeNumbersAsMatrix_AreRefused()
    {
        using var scope = NewDisposeScope();
        var path = _files.Write(Pair(Layer).ToDictionary(p => p.Key, p => p.Value.to(ScalarType.Int32)));
        Assert.That(() => LoraFile.Load(path), Throws.TypeOf<CheckpointException>().With.Message.Contains("I32").And.Message.Contains("BF16, F16 or F32"));
    }

    [TestCase("t2i_tiny.safetensors", "a PixelDiT text-to-image model")]
    [TestCase("gemma2_tiny.safetensors", "a Gemma-2 text encoder")]
    public void Load_WholeModel_SaysWhatItIs(string file, string kind) =>
        Assert.That(() => LoraFile.Load(TestData.File(file)), Throws.TypeOf<CheckpointException>().With.Message.Contains(kind).And.Message.Contains("a LoRA"));

    [Test]
    public void Load_NoTensors_IsRefused() =>
        Assert.That(() => LoraFile.Load(_files.Write([])), Throws.TypeOf<CheckpointException>().With.Message.Contains("a file without tensors"));

    [Test]
    public void Load_MissingFile_IsFileNotFound() => Assert.That(() => LoraFile.Load(_files.PathOf("none.safetensors")), Throws.InstanceOf<FileNotFoundException>());

    [TestCase(3L, 64L, 64L, "lora_down.weight", "[3, 64]", null)]
    [TestCase(3L, 32L, 64L, "lora_down.weight", "[3, 32]", "[3, 64]")]
    [TestCase(3L, 64L, 96L, "lora_up.weight", "[96, 3]", "[64, 3]")]
    public void Match_OtherShapeThanTheLayer_NamesTensorExpectedAndFound(long rank, long inputs, long outputs, string tensor, string found, string? expected)
    {
        using var scope = NewDisposeScope();
        using var lora = LoraFile.Load(_files.Write(Pair(Layer, rank, inputs, outputs)));
        Assert.That(() => lora.Match(Network), expected is null ? Throws.Nothing : Throws.TypeOf<CheckpointException>()
            .With.Message.Contains($"{Layer}.{tensor}").And.Message.Contains(found).And.Message.Contains(expected).And.Message.Contains("patch_blocks.0.attn.proj_x"));
    }

    [Test]
    public void Match_MatricesForANorm_AreRefused()
    {
        using var scope = NewDisposeScope();
        using var lora = LoraFile.Load(_files.Write(Pair("diffusion_model.patch_blocks.0.norm_x1")));
        Assert.That(() => lora.Match(Network), Throws.TypeOf<CheckpointException>().With.Message.Contains("norm_x1").And.Message.Contains("which is a norm"));
    }

    [Test]
    public void Report_EveryKeyUsed_SaysSo()
    {
        using var scope = NewDisposeScope();
        using var lora = LoraFile.Load(_files.Write(Pair(Layer).Concat(Pair("lora_te_layers_0_self_attn_q_proj"))));
        var report = LoraReport.Of(lora.Match(Network), lora.Match(TextEncoder));
        Assert.That((report.Matched, report.Total, report.Unmatched.Count, report.LeftOut), Is.EqualTo((4, 4, 0, 0)));
    }

    [Test]
    public void Report_OtherArchitecture_CountsKeysAndNamesTheFirstTen()
    {
        using var scope = NewDisposeScope();
        var flux = Enumerable.Range(0, 8).SelectMany(i => Pair($"transformer.single_transformer_blocks.{i}.attn.to_q"));
        using var lora = LoraFile.Load(_files.Write(flux));
        var error = Assert.Throws<LoraMismatchException>(() => LoraReport.Of(lora.Match(Network), lora.Match(TextEncoder)))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Message, Does.Contain("none of its 16 keys").And.Contain("and 6 more"));
            Assert.That(error.Message, Does.Contain("single_transformer_blocks.4.attn.to_q.lora_up.weight").And.Not.Contain("single_transformer_blocks.5."));
            Assert.That(error.Report.Unmatched, Has.Count.EqualTo(16));
        }
    }

    [Test]
    public void Report_PartFits_NamesTheRest()
    {
        using var scope = NewDisposeScope();
        using var lora = LoraFile.Load(_files.Write(Pair(Layer).Concat(Pair("lora_unet_patch_blocks_77_attn_proj_x"))));
        var report = LoraReport.Of(lora.Match(Network), null);
        Assert.That(report.ToString(), Does.Contain("2 of 4 keys are used").And.Contain("2 match no layer").And.Contain("lora_unet_patch_blocks_77_attn_proj_x.lora_down.weight"));
    }

    [Test]
    public void Report_TextEncoderKeysWithoutTextEncoder_AreCountedApart()
    {
        using var scope = NewDisposeScope();
        using var lora = LoraFile.Load(_files.Write(Pair(Layer).Concat(Pair("lora_te_layers_0_self_attn_q_proj"))));
        var report = LoraReport.Of(lora.Match(Network), null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((report.Matched, report.Unmatched.Count, report.LeftOut), Is.EqualTo((2, 0, 2)));
            Assert.That(report.ToString(), Does.Contain("2 are for a text encoder"));
        }
    }

    [Test]
    public void Report_OnlyTextEncoderKeysWithoutTextEncoder_SaysWhichNodeTakesThem()
    {
        using var scope = NewDisposeScope();
        using var lora = LoraFile.Load(_files.Write(Pair("lora_te_layers_0_self_attn_q_proj")));
        Assert.That(() => LoraReport.Of(lora.Match(Network), null), Throws.TypeOf<LoraMismatchException>().With.Message.Contains("load it with LoraLoader"));
    }

    [TestCase(".dora_scale", "DoRA")]
    [TestCase(".lora_magnitude_vector.default.weight", "DoRA")]
    [TestCase(".lora_mid.weight", "middle matrix")]
    [TestCase(".lora_B.bias", "a bias inside the LoRA")]
    [TestCase(".hada_w1_a", "LoHa")]
    [TestCase(".lokr_w2", "LoKr")]
    [TestCase(".oft_blocks", "OFT")]
    [TestCase(".set_weight", "replacing")]
    public void Report_UnsupportedMethod_NamesItAndLeavesTheWholeLayerOut(string ending, string method)
    {
        using var scope = NewDisposeScope();
        const string other = "lora_unet_patch_blocks_1_attn_proj_x";
        using var lora = LoraFile.Load(_files.Write(Pair(Layer).Concat(Pair(other)).Append(KeyValuePair.Create(other + ending, ones(64)))));
        var report = LoraReport.Of(lora.Match(Network), null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Matched, Is.EqualTo(2));
            Assert.That(report.Unmatched, Has.Count.EqualTo(3).And.All.Contains(method).And.All.StartsWith(other));
        }
    }

    [Test]
    public void Report_UnknownTensorAndAlphaAlone_AreNamed()
    {
        using var scope = NewDisposeScope();
        using var lora = LoraFile.Load(_files.Write(Pair(Layer).Concat([
            KeyValuePair.Create("strange", ones(1)), KeyValuePair.Create("lora_unet_final_layer_linear.alpha", tensor(1f)), KeyValuePair.Create("diffusion_model.patch_blocks.0.attn.qkv_x.diff_b", ones(192)),
        ])));
        // qkv has no bias in this model, so a difference to it has nothing to be added to.
        Assert.That(LoraReport.Of(lora.Match(Network), null).Unmatched,
            Is.EqualTo(new[] { "diffusion_model.patch_blocks.0.attn.qkv_x.diff_b", "lora_unet_final_layer_linear.alpha", "strange" }));
    }

    [Test]
    public void Match_EmbeddingTable_IsNoLayer()
    {
        using var scope = NewDisposeScope();
        using var lora = LoraFile.Load(_files.Write(Pair("text_encoder.model.embed_tokens")));
        Assert.That(lora.Match(TextEncoder).KeyCount, Is.Zero);
    }

    private static TestCaseData Case(string name, Dictionary<string, long[]> shapes, string tensor, string found, string expected) =>
        new TestCaseData(shapes, tensor, found, expected).SetArgDisplayNames(name);

    private static Dictionary<string, Tensor> Pair(string layer, long rank = 4, long inputs = 64, long outputs = 64) => new()
    {
        [layer + ".lora_down.weight"] = ones(rank, inputs),
        [layer + ".lora_up.weight"] = ones(outputs, rank),
    };
}
