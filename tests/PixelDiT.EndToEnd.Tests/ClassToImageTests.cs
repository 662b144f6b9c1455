using System.Text.Json.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Tests;
using PixelDiT.Tests.Processes;
using PixelDiT.Tests.TinyModels;

namespace PixelDiT.EndToEnd.Tests;

/// <summary>A class label to an image file through a running server, and the same image again.</summary>
internal sealed class ClassToImageTests
{
    private const string ClassNetwork = "c2i_tiny.safetensors";

    private BaseFolder _folder = null!;
    private ServerProcess _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = new BaseFolder();
        File.Copy(TestData.File(ClassNetwork), Path.Combine(_folder.Path, "models", "diffusion_models", ClassNetwork));
        _server = await ServerProcess.StartAsync(_folder.Path);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server?.Dispose();
        _folder.Dispose();
    }

    [TestCase("euler", "simple")]
    [TestCase("flow_adams_bashforth", "uniform_flow")]
    [TestCase("heun_pec", "uniform_flow")]
    public async Task Prompt_ClassLabels_SavesAnImageThatTheClassDecides(string sampler, string scheduler)
    {
        var (goldfish, hen) = (await PixelsAsync(ClassToImage("goldfish", sampler, scheduler)), await PixelsAsync(ClassToImage("8", sampler, scheduler)));

        Assert.That(goldfish.Count(v => v is > 0 and < 255), Is.GreaterThan(goldfish.Length / 4), "not black, not white");
        Assert.That(hen, Is.Not.EqualTo(goldfish));
    }

    [Test]
    public async Task Prompt_TextForAClassModel_NamesTheNodeThatIsNeeded()
    {
        var prompt = ClassToImage("goldfish");
        prompt["2"] = Workflows.Node("CLIPLoader", ("clip_name", BaseFolder.TextEncoder), ("type", "pixeldit"));
        prompt["4"] = Workflows.Node("CLIPTextEncode", ("text", "a goldfish"), ("clip", Workflows.Link("2")));

        var entry = await _server.RunAsync(prompt);

        Assert.That((string)entry["status"]!["status_str"]!, Is.EqualTo("error"));
        Assert.That(entry["status"]!.ToJsonString(), Does.Contain("positive is an encoded text").And.Contain("PixelDiTClassLabel"));
    }

    [Test]
    public async Task Prompt_UnknownClass_IsRefusedWithTheNearest()
    {
        using var response = await _server.Http.PostAsync(
            new Uri("/prompt", UriKind.Relative), new StringContent(new JsonObject { ["prompt"] = ClassToImage("goldfisch") }.ToJsonString()));

        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("the nearest are 'goldfish' (1)"));
    }

    [TestCase("--force-fp32")]
    [TestCase("--bf16-unet")]
    public async Task Run_SamePromptAgain_GivesTheSameBytesInAnotherProcess(string precision)
    {
        foreach (var prompt in (JsonObject[])[ClassToImage("goldfish"), Workflows.TextToImage(Workflows.Cases[2])])
        {
            // Twice in one process: a second sampler, whose denoise is another number but means all of the way, too, so that no result is shared.
            prompt["18"] = prompt["8"]!.DeepClone();
            prompt["18"]!["inputs"]!["denoise"] = 0.99995;
            prompt["19"] = Workflows.Node("VAEDecode", ("samples", Workflows.Link("18")), ("vae", Workflows.Link("3")));
            prompt["20"] = Workflows.Node("SaveImage", ("images", Workflows.Link("19")), ("filename_prefix", "again"));
            // And once more in another.
            var images = new List<byte[]>();
            var files = new List<byte[]>();
            foreach (var run in new[] { "first", "second" })
            {
                var output = Path.Combine(_folder.Path, $"{precision}-{run}-{Guid.NewGuid():N}");
                var workflow = Path.Combine(_folder.Path, "workflow.json");
                await File.WriteAllTextAsync(workflow, prompt.ToJsonString());
                var (exitCode, text) = await PixelDiTProcess.RunAsync("run", workflow, "--base-directory", _folder.Path, "--output-directory", output, "--cpu", precision);
                Assert.That(exitCode, Is.Zero, text);
                var saved = Directory.GetFiles(output).Order(StringComparer.Ordinal).ToArray();
                files.AddRange(saved.Select(File.ReadAllBytes));
                images.AddRange(saved.Select(f => ImageDecoder.Decode(f).Bytes(0).ToArray()));
            }
            Assert.That(images, Has.Count.EqualTo(4));
            Assert.That(images, Is.All.EqualTo(images[0]));
            var (inFirst, inSecond) = (files[..2], files[2..]);
            Assert.That(inSecond, Is.EqualTo(inFirst), "the files of the second process, byte for byte");
        }
    }

    private static JsonObject ClassToImage(string label, string sampler = "euler", string scheduler = "simple") => new()
    {
        ["1"] = Workflows.Node("UNETLoader", ("unet_name", ClassNetwork), ("weight_dtype", "default")),
        ["3"] = Workflows.Node("VAELoader", ("vae_name", "pixel_space")),
        ["4"] = Workflows.Node("PixelDiTClassLabel", ("label", label)),
        ["5"] = Workflows.Node("PixelDiTClassLabel", ("label", "null class")),
        ["6"] = Workflows.Node("EmptyChromaRadianceLatentImage", ("width", 32), ("height", 16), ("batch_size", 1)),
        ["8"] = Workflows.Node("KSampler", ("model", Workflows.Link("1")), ("seed", 3), ("steps", 6), ("cfg", 2.75), ("sampler_name", sampler),
            ("scheduler", scheduler), ("positive", Workflows.Link("4")), ("negative", Workflows.Link("5")), ("latent_image", Workflows.Link("6")), ("denoise", 1.0)),
        ["9"] = Workflows.Node("VAEDecode", ("samples", Workflows.Link("8")), ("vae", Workflows.Link("3"))),
        ["10"] = Workflows.Node("SaveImage", ("images", Workflows.Link("9")), ("filename_prefix", "class")),
    };

    private async Task<byte[]> PixelsAsync(JsonObject prompt)
    {
        var entry = await _server.RunAsync(prompt);
        Assert.That((string)entry["status"]!["status_str"]!, Is.EqualTo("success"), entry["status"]!.ToJsonString());
        return ImageDecoder.Decode(Path.Combine(_folder.Output, (string)entry["outputs"]!["10"]!["images"]![0]!["filename"]!)).Bytes(0).ToArray();
    }
}
