using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Tests.EndToEnd;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.PixelDiT.Comparing;
using PixelDiT.Nodes.PixelDiT.Tests.Support;

namespace PixelDiT.Nodes.PixelDiT.Tests.Comparing;

[ReleasesTensors]
public class PixelDiTCompareSettingsTests
{
    private GraphHost _host = null!;

    [SetUp]
    public void SetUp()
    {
        _host = new GraphHost();
        _host.Host.Registry.AddPack(typeof(PixelDiTCompareSettings).Assembly, "nodes");
    }

    [TearDown]
    public void TearDown() => _host.Dispose();

    [Test]
    public void Run_ThreeValues_AreThreeImagesInAGrid()
    {
        var outcome = _host.Run(Graph("cfg", "1, 2.5\n4"));

        Assert.That(outcome.Error?.Message, Is.Null);
        Assert.That(Sampled(), Is.EqualTo(3), "the image itself is not made");
        var (width, height) = Saved();
        Assert.That((width, height > (2 * 24) + 24), Is.EqualTo((8 + (2 * 40), true)));
    }

    [Test]
    public void Run_AnotherValueLater_RunsThatAlone()
    {
        _host.Run(Graph("steps", "1, 2"));

        var outcome = _host.Run(Graph("steps", "2, 3, 1"));

        Assert.That(outcome.Error?.Message, Is.Null);
        Assert.That(Sampled(), Is.EqualTo(1), "1 and 2 come from the cache");
    }

    [Test]
    public void Run_TextParameter_TakesLinesWithCommas()
    {
        var outcome = _host.Run(Graph("positive", "a red circle, large\na blue square"));

        Assert.That(outcome.Error?.Message, Is.Null);
        Assert.That(Sampled(), Is.EqualTo(2));
    }

    [TestCase("cfg", "4, many", "", "values is 'many'; expected a value for cfg of PixelDiTSampler (node sample): could not convert string to float: 'many'.")]
    [TestCase("steps", "0", "", "it is smaller than 1")]
    [TestCase("sampler_name", "euler\nwrong", "", "it is none of euler, ")]
    [TestCase("cfg", " , ", "", "values is empty; expected 1 to 64 values.")]
    [TestCase("nothing", "1", "", "parameter is 'nothing'; expected an input of the nodes that make the image: ")]
    [TestCase("model", "1", "", "comes over a link from node load")]
    [TestCase("cfg", "1", "KSampler", "node is 'KSampler'; expected empty, or one of those that make the image: PixelDiTSampler (sample), ")]
    public void Run_BadWish_SaysWhatWouldBeRight(string parameter, string values, string node, string said)
    {
        var outcome = _host.Run(Graph(parameter, values, node));

        Assert.That(outcome.Error?.Message, Does.Contain(said));
    }

    [Test]
    public void Run_TooManyValues_AreRefused() =>
        Assert.That(_host.Run(Graph("seed", string.Join(',', Enumerable.Range(0, 65)))).Error?.Message, Does.Contain("values is a list of 65; expected 1 to 64 values"));

    private int Sampled() => _host.Observer.Reports.Where(r => r.Max > 0).Select(r => r.Node).Distinct().Count();

    private (int Width, int Height) Saved()
    {
        var image = Imaging.ImageDecoder.Decode(Directory.GetFiles(_host.Host.Folders.Output).Single());
        return (image.Width, image.Height);
    }

    private static JsonObject Graph(string parameter, string values, string node = "") => new()
    {
        ["load"] = Node("PixelDiTModelLoader", ("model_name", Tiny.Network), ("text_encoder", Tiny.TextEncoder)),
        ["texts"] = Node("PixelDiTTextEncoder", ("clip", Link("load", 1)), ("positive", "a red circle"), ("negative", ""), ("instruction", "on")),
        ["sample"] = Node("PixelDiTSampler", ("model", Link("load")), ("positive", Link("texts")), ("negative", Link("texts", 1)), ("aspect_ratio", "exact size"),
            ("megapixels", 1.0), ("width", 32), ("height", 24), ("batch_size", 1), ("seed", 3), ("steps", 2), ("cfg", 4), ("sampler_name", "euler"), ("scheduler", "simple"), ("shift", 0)),
        ["compare"] = Node("PixelDiTCompareSettings", ("image", Link("sample")), ("parameter", parameter), ("values", values), ("node", node)),
        ["save"] = Node("SaveImage", ("images", Link("compare")), ("filename_prefix", "grid")),
    };

    private static JsonObject Node(string classType, params (string Name, JsonNode? Value)[] inputs) =>
        new() { ["class_type"] = classType, ["inputs"] = new JsonObject(inputs.Select(i => KeyValuePair.Create(i.Name, i.Value))) };

    private static JsonArray Link(string node, int slot = 0) => [node, slot];
}
