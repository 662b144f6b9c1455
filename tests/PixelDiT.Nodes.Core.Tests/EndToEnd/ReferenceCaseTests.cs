using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Sampling;
using PixelDiT.Tests;
using TorchSharp;

namespace PixelDiT.Nodes.Core.Tests.EndToEnd;

/// <summary>Prompt text to PNG through validator, executor and nodes, against the images of the reference implementation.</summary>
[ReleasesTensors]
public class ReferenceCaseTests
{
    // The whole way in float32 agrees to about 1e-5; an image level is 1/255 = 4e-3, so truncation may move a pixel by one level at most.
    private const float LatentTolerance = 1e-4f;

    private static readonly JsonArray Cases = JsonNode.Parse(File.ReadAllText(TestData.File("e2e_cases.json")))!.AsArray();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void Execute_ReferenceCase_GivesTheReferenceLatentAndPixels(int index)
    {
        using var graph = new GraphHost();
        var outcome = graph.Run(Graphs.TextToImage(Cases[index]!.AsObject()));
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success), outcome.Error?.Message);
        var saved = outcome.Outputs.Single(o => o.Node.Id == "save").Ui["images"]![0]!;
        var pixels = ImageDecoder.Decode(Path.Combine(graph.Host.Folders.Output, (string)saved["filename"]!)).Bytes(0).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(LargestDifference(graph.Captured.Single(), Reference<float>($"case{index}.latent")), Is.LessThan(LatentTolerance), "latent");
            Assert.That(pixels.Zip(Reference<byte>($"case{index}.uint8"), (a, b) => Math.Abs(a - b)).Max(), Is.LessThanOrEqualTo(1), "pixel levels");
            Assert.That(graph.Observer.Reports.Select(r => r.Value), Is.Ordered.And.Not.Empty);
            Assert.That(graph.Observer.Reports[^1], Is.EqualTo(("sample", (double)Cases[index]!["steps"]!, (double)Cases[index]!["steps"]!, (NodePreview?)null)));
        });
    }

    [Test]
    public void Execute_Metadata_HoldsThePromptAsSubmitted()
    {
        using var graph = new GraphHost();
        var prompt = Graphs.TextToImage(Cases[2]!.AsObject());
        var outcome = graph.Run(prompt, extra: new JsonObject { ["workflow"] = new JsonObject { ["id"] = "w" } });
        var name = (string)outcome.Outputs.Single(o => o.Node.Id == "save").Ui["images"]![0]!["filename"]!;
        var text = PngText.Read(File.ReadAllBytes(Path.Combine(graph.Host.Folders.Output, name))).ToDictionary(t => t.Keyword, t => JsonNode.Parse(t.Text));
        Assert.Multiple(() =>
        {
            Assert.That((string?)text["prompt"]!["sample"]!["inputs"]!["sampler_name"], Is.EqualTo((string)Cases[2]!["sampler_name"]!));
            Assert.That(text["prompt"]!["sample"]!["inputs"]!["model"]!.ToJsonString(), Is.EqualTo("""["shift",0]"""));
            Assert.That(text["workflow"]!.ToJsonString(), Is.EqualTo("""{"id":"w"}"""));
        });
    }

    [Test]
    public void Execute_SecondTimeWithOtherSeed_ReusesTextAndModels()
    {
        using var graph = new GraphHost();
        var first = graph.Run(Graphs.TextToImage(Cases[1]!.AsObject()));
        var changed = Cases[1]!.DeepClone().AsObject();
        changed["seed"] = 99;
        var second = graph.Run(Graphs.TextToImage(changed));
        Assert.Multiple(() =>
        {
            Assert.That(first.Executed, Has.Count.EqualTo(11));
            Assert.That(second.Executed, Is.EquivalentTo(new[] { "sample", "decode", "save", "capture" }));
            Assert.That(graph.Captured[1], Is.Not.EqualTo(graph.Captured[0]));
        });
    }

    [Test]
    public void Execute_Batch_SavesEveryPicture()
    {
        using var graph = new GraphHost();
        var prompt = Graphs.TextToImage(Cases[2]!.AsObject());
        prompt["latent"]!["inputs"]!["batch_size"] = 3;
        var outcome = graph.Run(prompt);
        Assert.That(outcome.Outputs.Single(o => o.Node.Id == "save").Ui["images"]!.AsArray(), Has.Count.EqualTo(3));
    }

    [Test]
    public void Execute_NaNWeights_IsAnErrorOfTheSamplerAndNoImage()
    {
        using var graph = new GraphHost();
        PoisonedModel.Write(graph.Host.ModelPath("diffusion_models", "nan.safetensors"));
        var outcome = graph.Run(Graphs.TextToImage(Cases[2]!.AsObject(), network: "nan.safetensors"));
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Error));
            Assert.That(outcome.Error!.NodeType, Is.EqualTo("KSampler"));
            Assert.That(outcome.Error.Exception, Is.TypeOf<NonFiniteLatentException>());
            Assert.That(Directory.Exists(graph.Host.Folders.Output) ? Directory.GetFiles(graph.Host.Folders.Output) : [], Is.Empty);
        });
    }

    [Test]
    public void Execute_AfterAFailure_TheNextPromptRuns()
    {
        using var graph = new GraphHost();
        var bad = Graphs.TextToImage(Cases[2]!.AsObject());
        bad["latent"]!["inputs"]!["width"] = 17;
        Assert.That(graph.Run(bad).Error!.Message, Does.Contain("multiples of 4"));
        Assert.That(graph.Run(Graphs.TextToImage(Cases[2]!.AsObject())).Status, Is.EqualTo(ExecutionStatus.Success));
    }

    [Test]
    public void Execute_CacheCleared_NothingIsHeld()
    {
        using var graph = new GraphHost();
        graph.Run(Graphs.TextToImage(Cases[2]!.AsObject()));
        Assert.That(graph.LiveResources, Is.GreaterThan(0), "results are cached");
        graph.Clear();
        Assert.That(graph.LiveResources, Is.Zero);
    }

    [Test]
    public void Validate_MissingModel_ListsFolderAndNearNames()
    {
        using var graph = new GraphHost();
        var result = graph.Validate(Graphs.TextToImage(Cases[0]!.AsObject(), network: "tiny.safetensor"));
        var error = result.NodeErrors["unet"].Errors.Single();
        Assert.Multiple(() =>
        {
            Assert.That(error.Type, Is.EqualTo("value_not_in_list"));
            Assert.That($"{error.Message} {error.Details} {error.ExtraInfo.ToJsonString()}", Does.Contain("models/diffusion_models").And.Contain("tiny.safetensors"));
        });
    }

    private static float LargestDifference(float[] actual, float[] expected)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        return actual.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
    }

    private static T[] Reference<T>(string name) where T : unmanaged
    {
        using var file = SafetensorsFile.Open(TestData.File("e2e_cases.safetensors"));
        using var tensor = file.Load(name);
        return tensor.data<T>().ToArray();
    }
}
