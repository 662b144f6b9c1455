using System.Text.Json.Nodes;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Nodes.Core.Tests.Support;
using static PixelDiT.Nodes.Core.Tests.EndToEnd.Graphs;

namespace PixelDiT.Nodes.Core.Tests.EndToEnd;

/// <summary>Image, mask and latent nodes in one graph: nodes that pass on or share what they got, lists, masks that travel with latents.</summary>
[ReleasesTensors]
public class PictureGraphTests
{
    private static IEnumerable<TestCaseData> Caches()
    {
        // Without a cache every value goes as soon as its last reader has run.
        yield return new TestCaseData((Func<IOutputCache>)(() => new NoneCache())).SetArgDisplayNames("none");
        yield return new TestCaseData((Func<IOutputCache>)(() => new PressureCache())).SetArgDisplayNames("pressure");
    }

    [TestCaseSource(nameof(Caches))]
    public void Execute_SharedPictures_AreFreedOnceAndGiveTheSameAgain(Func<IOutputCache> cache)
    {
        using var graph = new GraphHost(cache());
        Run(graph, colour: 0x804020);
        Run(graph, colour: 0x204080);
        Run(graph, colour: 0x804020);
        Assert.Multiple(() =>
        {
            // Three latents one by one in each run, unless they were still known.
            var captured = graph.Captured;
            Assert.That(captured[0], Has.Length.EqualTo(3 * 32 * 16));
            Assert.That(captured[3], Is.Not.EqualTo(captured[0]), "another colour");
            Assert.That(captured.TakeLast(captured.Count - 6), Is.EqualTo(captured.Count > 6 ? captured.Take(3) : []), "the first colour again");
        });
        graph.Clear();
        Assert.That(graph.LiveResources, Is.Zero);
    }

    private static void Run(GraphHost graph, int colour)
    {
        var outcome = graph.Run(Prompt(colour));
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success), outcome.Error?.Message);
    }

    private static JsonObject Prompt(int colour)
    {
        var settings = new JsonObject
        {
            ["positive"] = "a", ["negative"] = "", ["width"] = 16, ["height"] = 32, ["shift"] = 4.0, ["seed"] = 1, ["steps"] = 2, ["cfg"] = 1.0,
            ["sampler_name"] = "euler", ["scheduler"] = "simple",
        };
        var prompt = TextToImage(settings);
        var more = new JsonObject
        {
            ["plain"] = Node("EmptyImage", ("width", 16), ("height", 32), ("batch_size", 2), ("color", colour)),
            ["unchanged"] = Node("ImageScale", ("image", Link("plain")), ("upscale_method", "lanczos"), ("width", 0), ("height", 0), ("crop", "disabled")),
            ["unturned"] = Node("ImageRotate", ("image", Link("unchanged")), ("rotation", "none")),
            ["one"] = Node("ImageFromBatch", ("image", Link("unturned")), ("batch_index", 1), ("length", 1)),
            ["three"] = Node("ImageBatch", ("image1", Link("one")), ("image2", Link("unturned"))),
            ["red"] = Node("ImageToMask", ("image", Link("three")), ("channel", "red")),
            ["grown"] = Node("GrowMask", ("mask", Link("red")), ("expand", 2), ("tapered_corners", true)),
            ["encoded"] = Node("VAEEncode", ("pixels", Link("three")), ("vae", Link("vae"))),
            ["masked"] = Node("SetLatentNoiseMask", ("samples", Link("encoded")), ("mask", Link("grown"))),
            ["same"] = Node("LatentRotate", ("samples", Link("masked")), ("rotation", "none")),
            ["singles"] = Node("RebatchLatents", ("latents", Link("same")), ("batch_size", 1)),
            ["blended"] = Node("LatentBlend", ("samples1", Link("singles")), ("samples2", Link("latent")), ("blend_factor", 0.5)),
            ["shown"] = Node("MaskPreview", ("mask", Link("grown"))),
        };
        foreach (var (id, node) in more.ToList())
        {
            more.Remove(id);
            prompt[id] = node;
        }
        prompt["sample"]!["inputs"]!["latent_image"] = Link("blended");
        prompt["sample"]!["inputs"]!["denoise"] = 0.5;
        return prompt;
    }
}
