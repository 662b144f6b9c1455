using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Models.Gemma2;
using PixelDiT.Models.Lora;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Tests;
using PixelDiT.Tests.Lora;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.EndToEnd;

/// <summary>Whole graphs with LoRAs, against graphs over files with merged weights.</summary>
[ReleasesTensors]
public class LoraTests
{
    private const string LoraFile = "style.safetensors";
    private const string Encoder = "gemma2_tiny.safetensors";

    private GraphHost _graph = null!;
    private TemporaryFiles _files = null!;

    [SetUp]
    public void SetUp() => (_graph, _files) = (new GraphHost(), new TemporaryFiles());

    [TearDown]
    public void TearDown()
    {
        _files.Dispose();
        _graph.Dispose();
    }

    [Test]
    public void Execute_LoraOnModelAndText_GivesWhatMergedFilesGive()
    {
        using var scope = NewDisposeScope();
        var (network, encoder) = (NetworkLora(), EncoderLora());
        Put([.. network.File(LoraSpelling.OfNetwork.First()), .. encoder.File(LoraSpelling.OfTextEncoder.First())]);
        var actual = Latent(WithLora(0.8, -0.5));
        File.Move(_files.Merge(TestData.File("e2e_t2i_tiny.safetensors"), "core.", network.Changes(0.8)), _graph.Host.ModelPath("diffusion_models", "merged.safetensors"));
        File.Move(_files.Merge(TestData.File(Encoder), "model.", encoder.Changes(-0.5)), _graph.Host.ModelPath("text_encoders", "merged.safetensors"));
        var merged = Plain();
        merged["unet"]!["inputs"]!["unet_name"] = "merged.safetensors";
        merged["clip"]!["inputs"]!["clip_name"] = "merged.safetensors";
        var difference = Difference(actual, Latent(merged));
        TestContext.Out.WriteLine($"largest difference of the latents: {difference}");
        Assert.Multiple(() =>
        {
            Assert.That(difference, Is.LessThanOrEqualTo(1e-4f));
            Assert.That(Difference(actual, Latent(Plain())), Is.GreaterThan(1e-2f), "the change can be seen");
        });
    }

    [Test]
    public void Execute_WithAndWithoutInTurn_GivesTheSameBytesEachTime()
    {
        using var scope = NewDisposeScope();
        Put([.. NetworkLora().File(LoraSpelling.OfNetwork.First()), .. EncoderLora().File(LoraSpelling.OfTextEncoder.First())]);
        var (plain, with, none) = (Latent(Plain()), Latent(WithLora(1, 1)), Latent(WithLora(0, 0)));
        // What was computed is forgotten, the weights stay in memory; then they go, too.
        _graph.Clear();
        var (plainAgain, withAgain) = (Latent(Plain()), Latent(WithLora(1, 1)));
        _graph.Clear();
        _graph.Host.Core.Models.UnloadAll();
        Assert.Multiple(() =>
        {
            Assert.That(with, Is.Not.EqualTo(plain));
            Assert.That(none, Is.EqualTo(plain), "strength 0");
            Assert.That(plainAgain, Is.EqualTo(plain), "without, after a run with");
            Assert.That(withAgain, Is.EqualTo(with), "with, again");
            Assert.That(Latent(WithLora(1, 1)), Is.EqualTo(with), "with, after the models were freed");
        });
    }

    [Test]
    public void Execute_LoraFileChanged_RunsAgainAndGivesAnotherPicture()
    {
        using var scope = NewDisposeScope();
        Put(NetworkLora().File(LoraSpelling.OfNetwork.First()));
        var first = Latent(WithLora(1, 0));
        var unchanged = _graph.Run(WithLora(1, 0));
        Put(NetworkLora(seed: 2, rank: 2).File(LoraSpelling.OfNetwork.First()));
        var changed = _graph.Run(WithLora(1, 0));
        Assert.Multiple(() =>
        {
            Assert.That(unchanged.Executed, Is.Empty);
            Assert.That(changed.Executed, Does.Contain("lora").And.Contain("sample").And.Not.Contain("unet"));
            Assert.That(_graph.Captured[^1], Is.Not.EqualTo(first));
        });
    }

    [Test]
    public void Execute_OtherArchitecture_IsAnErrorOfTheLoader()
    {
        using var scope = NewDisposeScope();
        Put(new Dictionary<string, Tensor> { ["lora_unet_input_blocks_1_1_proj_in.lora_down.weight"] = ones(2, 8), ["lora_unet_input_blocks_1_1_proj_in.lora_up.weight"] = ones(8, 2) });
        var outcome = _graph.Run(WithLora(1, 1));
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Error));
            Assert.That(outcome.Error!.NodeType, Is.EqualTo("LoraLoader"));
            Assert.That(outcome.Error.Exception, Is.TypeOf<LoraMismatchException>());
        });
    }

    [Test]
    public void Execute_PartFits_ShowsTheKeysAtTheLoader()
    {
        using var scope = NewDisposeScope();
        Put([.. NetworkLora().File(LoraSpelling.OfNetwork.First()), KeyValuePair.Create("lora_unet_nowhere.diff", ones(3))]);
        var shown = _graph.Run(WithLora(1, 1)).Outputs.Single(o => o.Node.Id == "lora").Ui["text"]![0]!;
        Assert.That((string)shown!, Does.Contain("lora_unet_nowhere.diff").And.Contain("1 match no layer"));
    }

    [Test]
    public void Validate_MissingLora_ListsTheFolder()
    {
        var error = _graph.Validate(WithLora(1, 1)).NodeErrors["lora"].Errors.Single();
        Assert.That($"{error.Type} {error.Message} {error.Details} {error.ExtraInfo.ToJsonString()}", Does.Contain("value_not_in_list").And.Contain("models/loras"));
    }

    private static JsonObject Plain() => Graphs.TextToImage(JsonNode.Parse(File.ReadAllText(TestData.File("e2e_cases.json")))![2]!.AsObject());

    private static JsonObject WithLora(double model, double clip)
    {
        var graph = Plain();
        graph["lora"] = Graphs.Node("LoraLoader", ("model", Graphs.Link("unet")), ("clip", Graphs.Link("clip")), ("lora_name", LoraFile), ("strength_model", model), ("strength_clip", clip));
        graph["shift"]!["inputs"]!["model"] = Graphs.Link("lora");
        graph["positive"]!["inputs"]!["clip"] = Graphs.Link("lora", 1);
        graph["negative"]!["inputs"]!["clip"] = Graphs.Link("lora", 1);
        return graph;
    }

    private static float Difference(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    private static TestLora NetworkLora(ulong seed = 1, int rank = 4) => new(PixelDiTCheckpoint.Check(TestData.File("e2e_t2i_tiny.safetensors")).Parameters(), seed: seed, rank: rank);

    private static TestLora EncoderLora() => new(Gemma2Encoder.Check(TestData.File(Encoder)).Parameters());

    private float[] Latent(JsonObject prompt)
    {
        var outcome = _graph.Run(prompt);
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success), outcome.Error?.Message);
        return _graph.Captured[^1];
    }

    private void Put(IEnumerable<KeyValuePair<string, Tensor>> file) => File.Copy(_files.Write(file), _graph.Host.ModelPath("loras", LoraFile), overwrite: true);
}
