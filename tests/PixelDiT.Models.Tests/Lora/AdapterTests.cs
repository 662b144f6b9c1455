using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Gemma2;
using PixelDiT.Models.Layers;
using PixelDiT.Models.PixelDiT;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Lora;

/// <summary>What adapters add in a pass against the same added to the weights of a file.</summary>
[LeakCheck]
public sealed class AdapterTests
{
    private const string Network = "t2i_tiny.safetensors";
    private const string NetworkCases = "t2i_tiny_cases.safetensors";
    private const string Encoder = "gemma2_tiny.safetensors";

    // Tables that are looked up and not multiplied with.
    private static readonly string[] Tables = ["y_pos_embedding", "embed_tokens.weight"];

    private static IEnumerable<string> NetworkParts() =>
    [
        "s_embedder.", "t_embedder.", "y_embedder.", "patch_blocks.0.attn.", "patch_blocks.1.mlp_x.", "patch_blocks.1.adaLN_modulation_txt.", "patch_blocks.2.",
        "pixel_embedder.", "pixel_blocks.0.", "pixel_blocks.1.adaLN_modulation.", "final_layer.", "",
    ];

    [TestCaseSource(nameof(NetworkParts))]
    public void Network_AdaptersOnAPart_GiveWhatMergedWeightsGive(string part)
    {
        using var scope = NewDisposeScope();
        using var files = new TemporaryFiles();
        using var model = PixelDiTT2I.Load(TestData.File(Network), TensorAssert.Float32);
        var (adapters, changes) = Random(model.Config.Parameters().Where(p => p.Name.StartsWith(part, StringComparison.Ordinal)));
        using var merged = PixelDiTT2I.Load(files.Merge(TestData.File(Network), "core.", changes), TensorAssert.Float32);
        var expected = Run(merged, null);
        Assert.That(TensorAssert.MaxDifference(expected, Run(model, null)), Is.GreaterThan(1e-3), "the change can be seen");
        TensorAssert.IsClose(Run(model, adapters), expected, part);
    }

    [TestCase("layers.0.")]
    [TestCase("layers.1.self_attn.")]
    [TestCase("layers.2.mlp.")]
    [TestCase("norm.")]
    [TestCase("")]
    public void TextEncoder_AdaptersOnAPart_GiveWhatMergedWeightsGive(string part)
    {
        using var scope = NewDisposeScope();
        using var files = new TemporaryFiles();
        using var model = Gemma2Encoder.Load(TestData.File(Encoder), TensorAssert.Float32);
        var (adapters, changes) = Random(model.Config.Parameters().Where(p => p.Name.StartsWith(part, StringComparison.Ordinal)));
        using var merged = Gemma2Encoder.Load(files.Merge(TestData.File(Encoder), "model.", changes), TensorAssert.Float32);
        int[] ids = [2, 17, 400, 33, 900, 5];
        var expected = merged.Forward(ids);
        Assert.That(TensorAssert.MaxDifference(expected, model.Forward(ids)), Is.GreaterThan(1e-3), "the change can be seen");
        TensorAssert.IsClose(model.Forward(ids, adapters: adapters), expected, part);
    }

    [Test]
    public void Network_PassAfterOneWithAdapters_GivesTheSameBytesAsBefore()
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTT2I.Load(TestData.File(Network), TensorAssert.Float32);
        var (adapters, _) = Random(model.Config.Parameters());
        var before = Run(model, null);
        var with = Run(model, adapters);
        TensorAssert.IsClose(Run(model, null), before, "without adapters", 0);
        TensorAssert.IsClose(Run(model, adapters), with, "with adapters again", 0);
    }

    [Test]
    public void Network_AdaptersInBFloat16_StayNearMergedFloat32()
    {
        using var scope = NewDisposeScope();
        using var files = new TemporaryFiles();
        using var model = PixelDiTT2I.Load(TestData.File(Network), TensorAssert.BFloat16);
        var (adapters, changes) = Random(model.Config.Parameters());
        using var merged = PixelDiTT2I.Load(files.Merge(TestData.File(Network), "core.", changes), TensorAssert.Float32);
        var expected = Run(merged, null);
        var error = ((Run(model, adapters) - expected).norm() / expected.norm()).item<float>();
        // As without adapters: a few hundredths of the values' spread.
        Assert.That(error, Is.LessThan(0.03).And.GreaterThan(1e-5));
    }

    [Test]
    public void Forward_AdaptersOfAnotherModel_AreRefusedAndForgotten()
    {
        using var scope = NewDisposeScope();
        using var model = PixelDiTT2I.Load(TestData.File(Network), TensorAssert.Float32);
        var before = Run(model, null);
        var foreign = new AdapterSet([("layers.0.mlp.up_proj", new VectorDelta(ones(3), 1, 0))]);
        Assert.That(() => Run(model, foreign), Throws.ArgumentException.With.Message.Contains("layers.0.mlp.up_proj"));
        TensorAssert.IsClose(Run(model, null), before, "velocity", 0);
    }

    /// <summary>A random change of every parameter that adapters reach: low-rank for matrices, a difference for biases and gains.</summary>
    private static (AdapterSet Adapters, Dictionary<string, Tensor> Changes) Random(IEnumerable<(string Name, long[] Shape)> parameters)
    {
        const int rank = 3;
        const double scale = -0.7;
        using var generator = new Generator(7, CPU);
        var deltas = new List<(string, LayerDelta)>();
        var changes = new Dictionary<string, Tensor>();
        foreach (var (name, shape) in parameters.Where(p => !Tables.Contains(p.Name)))
        {
            var layer = name[..name.LastIndexOf('.')];
            if (shape.Length == 2)
            {
                // About a tenth of usual weights, 1/√in.
                var down = randn([rank, shape[1]], generator: generator).div(Math.Sqrt(shape[1] * rank));
                var up = randn([shape[0], rank], generator: generator).mul(0.1);
                deltas.Add((layer, new LowRankDelta(down, up, scale, 0)));
                changes[name] = up.mm(down).mul(scale);
            }
            else
            {
                var difference = randn(shape, generator: generator).mul(0.1);
                deltas.Add((layer, new VectorDelta(difference, scale, 0)));
                changes[name] = difference.mul(scale);
            }
        }
        return (new AdapterSet(deltas), changes);
    }

    private static Tensor Run(PixelDiTT2I model, AdapterSet? adapters) => model.Forward(
        TensorAssert.Reference(NetworkCases, "case0.x"), TensorAssert.Reference(NetworkCases, "case0.t"), TensorAssert.Reference(NetworkCases, "case0.context"), adapters);
}
