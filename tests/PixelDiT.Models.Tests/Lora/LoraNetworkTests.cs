using PixelDiT.Models.Lora;
using PixelDiT.Models.PixelDiT;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Lora;

/// <summary>LoRA files on the network, against files with merged weights.</summary>
[LeakCheck]
public sealed class LoraNetworkTests
{
    private const string Cases = "t2i_tiny_cases.safetensors";

    private static readonly string[] SomeLayers =
    [
        "s_embedder.proj", "t_embedder.mlp.2", "patch_blocks.1.attn.qkv_x", "patch_blocks.1.attn.qkv_y", "patch_blocks.0.attn.proj_x", "patch_blocks.2.mlp_x.w2",
        "patch_blocks.0.adaLN_modulation_txt.0", "pixel_blocks.0.attn.qkv", "pixel_blocks.1.mlp.fc1", "final_layer.linear",
    ];

    private static readonly LoraSpelling Kohya = LoraSpelling.OfNetwork.First();
    private static readonly LoraSpelling Plain = LoraSpelling.OfNetwork.Single(s => s.Name == "plain");

    private readonly string _network = TestData.File("t2i_tiny.safetensors");
    private TemporaryFiles _files = null!;
    private ModelRegistry _registry = null!;

    [SetUp]
    public void SetUp() => (_files, _registry) = (new TemporaryFiles(), new ModelRegistry());

    [TearDown]
    public void TearDown()
    {
        _registry.UnloadAll();
        _files.Dispose();
    }

    [TestCaseSource(typeof(LoraSpelling), nameof(LoraSpelling.OfNetwork))]
    public void Open_AnySpelling_GivesWhatMergedWeightsGive(LoraSpelling spelling)
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var lora = new TestLora(model.Config.Parameters(), SomeLayers);
        var use = Use(lora.File(spelling), 0.8);
        IsLikeMerged(model, lora.Changes(0.8), use);
    }

    [Test]
    public void Open_EveryLayerOfTheNetwork_GivesWhatMergedWeightsGive()
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var lora = new TestLora(model.Config.Parameters());
        var matrices = model.Config.Parameters().Count(p => p.Name.EndsWith(".weight", StringComparison.Ordinal) && p.Shape.Length == 2);
        Assert.That(lora.Layers, Has.Count.EqualTo(matrices));
        IsLikeMerged(model, lora.Changes(), Use(lora.File(Kohya), 1));
    }

    [TestCase(null, 1.0)]
    [TestCase(8.0, 1.0)]
    [TestCase(4.0, -0.5)]
    [TestCase(1.0, 2.5)]
    public void Open_AlphaAndStrength_ScaleByStrengthTimesAlphaOverRank(double? alpha, double strength)
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var lora = new TestLora(model.Config.Parameters(), SomeLayers, alpha: alpha);
        IsLikeMerged(model, lora.Changes(strength), Use(lora.File(Kohya), strength));
    }

    [Test]
    public void Open_TwoLoras_AddUp()
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var first = new TestLora(model.Config.Parameters(), SomeLayers);
        var second = new TestLora(model.Config.Parameters(), SomeLayers[2..], rank: 1, seed: 2);
        IsLikeMerged(model, Sum(first.Changes(0.5), second.Changes(-1)), Use(first.File(Kohya), 0.5), Use(second.File(Plain), -1));
    }

    [Test]
    public void Open_SameLoraTwice_CountsTwice()
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var lora = new TestLora(model.Config.Parameters(), SomeLayers);
        var use = Use(lora.File(Kohya), 0.4);
        IsLikeMerged(model, lora.Changes(0.8), use, use);
    }

    [Test]
    public void Open_StrengthZero_ChangesNoByte()
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var use = Use(new TestLora(model.Config.Parameters()).File(Kohya), 0);
        TensorAssert.IsClose(Run(model, use), Run(model), "velocity", 0);
        Assert.That(use.File.IsLoaded, Is.False);
    }

    [Test]
    public void Run_AfterOneWithLora_GivesTheSameBytesAsBefore()
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var before = Run(model);
        var use = Use(new TestLora(model.Config.Parameters()).File(Kohya), 1);
        var with = Run(model, use);
        Assert.That(TensorAssert.MaxDifference(with, before), Is.GreaterThan(1e-3));
        TensorAssert.IsClose(Run(model), before, "without the LoRA", 0);
        TensorAssert.IsClose(Run(model, use), with, "with it again", 0);
    }

    [Test]
    public void Run_OtherStackOpenMeanwhile_SeesOnlyItsOwn()
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var use = Use(new TestLora(model.Config.Parameters()).File(Kohya), 1);
        var (plain, with) = (Run(model), Run(model, use));
        using var one = Open(model, use);
        using var none = Open(model);
        TensorAssert.IsClose(Run(model, none), plain, "without", 0);
        TensorAssert.IsClose(Run(model, one), with, "with", 0);
        TensorAssert.IsClose(Run(model, none), plain, "without again", 0);
    }

    [TestCase("to_q", "to_k", "to_v", "patch_blocks.1.attn.", "qkv_x")]
    [TestCase("add_q_proj", "add_k_proj", "add_v_proj", "patch_blocks.1.attn.", "qkv_y")]
    [TestCase("q_x", "k_x", "v_x", "patch_blocks.0.attn.", "qkv_x")]
    [TestCase("to_q_y", "to_k_y", "to_v_y", "patch_blocks.0.attn.", "qkv_y")]
    [TestCase("q_proj", "k_proj", "v_proj", "pixel_blocks.1.attn.", "qkv")]
    public void Open_QueryKeyAndValueApart_ChangeTheirRowsOfTheOneMatrix(string query, string key, string value, string parent, string whole)
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var shape = model.Config.Parameters().Single(p => p.Name == $"{parent}{whole}.weight").Shape;
        var parts = new TestLora([
            ($"{parent}{query}.weight", [shape[0] / 3, shape[1]]), ($"{parent}{key}.weight", [shape[0] / 3, shape[1]]), ($"{parent}{value}.weight", [shape[0] / 3, shape[1]]),
        ]);
        var changes = parts.Changes();
        var merged = cat([changes[$"{parent}{query}.weight"], changes[$"{parent}{key}.weight"], changes[$"{parent}{value}.weight"]], 0);
        IsLikeMerged(model, new() { [$"{parent}{whole}.weight"] = merged }, Use(parts.File(LoraSpelling.OfNetwork.Single(s => s.Name == "diffusers")), 1));
    }

    [Test]
    public void Open_OnlyValue_LeavesQueryAndKey()
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var part = new TestLora([("patch_blocks.1.attn.to_v.weight", [64, 64])]);
        var merged = cat([zeros(128, 64), part.Changes()["patch_blocks.1.attn.to_v.weight"]], 0);
        IsLikeMerged(model, new() { ["patch_blocks.1.attn.qkv_x.weight"] = merged }, Use(part.File(Kohya), 1));
    }

    [Test]
    public void Open_DifferencesOfNormBiasAndMatrix_AreAdded()
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        using var generator = new Generator(3, CPU);
        Dictionary<string, (string Parameter, long[] Shape)> keys = new()
        {
            ["lora_unet_patch_blocks_0_norm_x1.diff"] = ("patch_blocks.0.norm_x1.weight", [64]),
            ["diffusion_model.pixel_blocks.0.attn.q_norm.w_norm"] = ("pixel_blocks.0.attn.q_norm.weight", [12]),
            ["diffusion_model.pixel_blocks.0.mlp.fc1.diff_b"] = ("pixel_blocks.0.mlp.fc1.bias", [32]),
            ["diffusion_model.s_embedder.proj.bias.diff"] = ("s_embedder.proj.bias", [64]),
            ["diffusion_model.patch_blocks.2.mlp_x.w1.diff"] = ("patch_blocks.2.mlp_x.w1.weight", [170, 64]),
        };
        var file = keys.ToDictionary(k => k.Key, k => randn(k.Value.Shape, generator: generator).mul(0.1));
        IsLikeMerged(model, keys.ToDictionary(k => k.Value.Parameter, k => file[k.Key].mul(-0.6)), Use(file, -0.6));
    }

    [Test]
    public void Open_HalfPrecisionAndConvolutionShapes_AreTaken()
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var lora = new TestLora(model.Config.Parameters(), ["s_embedder.proj"], rank: 2, alpha: null);
        var (down, up) = (lora.File(Plain)["s_embedder.proj.lora_down.weight"].to(float16), lora.File(Plain)["s_embedder.proj.lora_up.weight"].to(float16));
        // A patch embedding is a convolution to some trainers.
        var use = Use(new() { ["s_embedder.proj.lora_down.weight"] = down.view(2, 3, 4, 4), ["s_embedder.proj.lora_up.weight"] = up.view(64, 2, 1, 1) }, 1);
        IsLikeMerged(model, new() { ["s_embedder.proj.weight"] = up.to(float32).mm(down.to(float32)) }, use);
    }

    [Test]
    public void Open_AfterUnload_LoadsAgainAndGivesTheSameBytes()
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var use = Use(new TestLora(model.Config.Parameters()).File(Kohya), 1);
        var first = Run(model, use);
        Assert.That(_registry.LoadedBytes, Is.Positive);
        _registry.UnloadAll();
        Assert.That(_registry.LoadedBytes, Is.Zero);
        TensorAssert.IsClose(Run(model, use), first, "velocity", 0);
    }

    [Test]
    public void Unload_WhileAStackIsOpen_KeepsItsTensors()
    {
        using var scope = NewDisposeScope();
        using var model = Load(_network);
        var use = Use(new TestLora(model.Config.Parameters()).File(Kohya), 1);
        using var stack = Open(model, use);
        var before = Run(model, stack);
        _registry.UnloadAll();
        TensorAssert.IsClose(Run(model, stack), before, "velocity", 0);
    }

    private static PixelDiTT2I Load(string path) => PixelDiTT2I.Load(path, TensorAssert.Float32);

    private static LoraStack Open(PixelDiTT2I model, params LoraUse[] uses) => LoraStack.Open(uses, LoraTargets.OfNetwork(model.Config.Parameters()), model.Device);

    private static Tensor Run(PixelDiTT2I model, params LoraUse[] uses)
    {
        using var stack = Open(model, uses);
        return Run(model, stack);
    }

    private static Tensor Run(PixelDiTT2I model, LoraStack stack) => model.Forward(
        TensorAssert.Reference(Cases, "case0.x"), TensorAssert.Reference(Cases, "case0.t"), TensorAssert.Reference(Cases, "case0.context"), stack.Adapters);

    private static Dictionary<string, Tensor> Sum(params Dictionary<string, Tensor>[] changes) =>
        changes.SelectMany(c => c).GroupBy(c => c.Key, c => c.Value).ToDictionary(g => g.Key, g => g.Aggregate((a, b) => a + b));

    private LoraUse Use(Dictionary<string, Tensor> file, double strength) =>
        new(_registry.Handle(_files.Write(file), "", (p, _) => LoraFile.Load(p)), strength);

    private void IsLikeMerged(PixelDiTT2I model, Dictionary<string, Tensor> changes, params LoraUse[] uses)
    {
        using var merged = Load(_files.Merge(_network, "core.", changes));
        var expected = Run(merged);
        Assert.That(TensorAssert.MaxDifference(expected, Run(model)), Is.GreaterThan(1e-4), "the change can be seen");
        var difference = TensorAssert.MaxDifference(Run(model, uses), expected);
        TestContext.Out.WriteLine($"largest difference from merged weights: {difference}");
        Assert.That(difference, Is.LessThanOrEqualTo(1e-5), "largest difference from merged weights");
    }
}
