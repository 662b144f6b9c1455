using System.Text.Json.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Tests;
using PixelDiT.Tests.Processes;
using PixelDiT.Tests.TinyModels;

namespace PixelDiT.EndToEnd.Tests;

/// <summary><c>pixeldit run</c> with the published template as the editor saves it, and with images that it made.</summary>
internal sealed class EditorFormTests
{
    private static readonly string Template = TestData.File("image_pixeldit_t2i.json");

    private BaseFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new BaseFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Run_TemplateWithOverrides_MakesTheReferenceImageAndItsImageMakesItAgain()
    {
        var (exitCode, output) = await RunAsync(Template, [.. TinyModels, .. Case(0)]);

        Assert.That(exitCode, Is.Zero, output);
        var first = Directory.GetFiles(_folder.Output).Single();
        ReferencePixels.AssertClose(ImageDecoder.Decode(first).Bytes(0), ReferencePixels.Of(0));
        var texts = PngText.Read(File.ReadAllBytes(first));
        Assert.That(texts.Select(t => t.Keyword), Is.EqualTo(new[] { "prompt" }), "the editor's file has other values than were used");

        (exitCode, output) = await RunAsync(first);

        Assert.That(exitCode, Is.Zero, output);
        var second = Directory.GetFiles(_folder.Output).Single(f => f != first);
        Assert.That(ImageDecoder.Decode(second).Bytes(0).ToArray(), Is.EqualTo(ImageDecoder.Decode(first).Bytes(0).ToArray()));
    }

    [Test]
    public async Task Run_EditorFormAsItIs_PutsItIntoTheImage()
    {
        var file = Path.Combine(_folder.Path, "mine.json");
        var workflow = """
            {"nodes":[{"id":1,"type":"EmptyImage","widgets_values":[16,8,1,255]},{"id":2,"type":"SaveImage","widgets_values":["%EmptyImage.width%"],"inputs":[{"name":"images","type":"IMAGE","link":1}]}],
             "links":[[1,1,0,2,0,"IMAGE"]],"version":0.4}
            """;
        await File.WriteAllTextAsync(file, workflow);

        var (exitCode, output) = await RunAsync(file);

        Assert.That(exitCode, Is.Zero, output);
        var image = Directory.GetFiles(_folder.Output).Single();
        Assert.That(Path.GetFileName(image), Is.EqualTo("16_00001_.png"));
        var texts = PngText.Read(File.ReadAllBytes(image)).ToDictionary(t => t.Keyword, t => JsonNode.Parse(t.Text)!);
        Assert.That(JsonNode.DeepEquals(texts["workflow"], JsonNode.Parse(await File.ReadAllTextAsync(file))));
        Assert.That((string?)texts["prompt"]["2"]!["inputs"]!["images"]![0], Is.EqualTo("1"));
    }

    [Test]
    public async Task Run_OverriddenValues_CountInTheFileNamesMadeOfThem()
    {
        var file = Path.Combine(_folder.Path, "mine.json");
        await File.WriteAllTextAsync(file, """
            {"nodes":[{"id":1,"type":"EmptyImage","widgets_values":[16,8,1,255]},{"id":2,"type":"SaveImage","widgets_values":["w%Empty Image.width%"],"inputs":[{"name":"images","type":"IMAGE","link":1}]}],
             "links":[[1,1,0,2,0,"IMAGE"]],"version":0.4}
            """);

        await RunAsync(file, "EmptyImage.width=24");
        await RunAsync(file, "EmptyImage.width=24", "SaveImage.filename_prefix=%date:yyyy%h%Empty Image.height%");

        Assert.That(Directory.GetFiles(_folder.Output).Select(Path.GetFileName), Is.EquivalentTo(new[] { "w24_00001_.png", $"{DateTime.Now.Year}h8_00001_.png" }));
    }

    [Test]
    public async Task Run_BrokenEditorForm_NamesNodeAndWidget()
    {
        var (exitCode, output) = await RunAsync(Break(Template));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain("pixeldit: node 44:42 (KSampler) in subgraph 'Text to Image (PixelDiT)': widget 'steps' has the text \"many\""));
    }

    [TestCase("CLIPTextEncode.text=x", "2 nodes are called 'CLIPTextEncode'")]
    [TestCase("KSampler.sed=1", "Did you mean seed?")]
    public async Task Run_OverrideThatFitsNothing_IsAUsageError(string assignment, string said)
    {
        var (exitCode, output) = await RunAsync(Template, assignment);

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(output, Does.Contain(said));
    }

    [Test]
    public async Task Help_OfRun_TellsFormsAndOverrides()
    {
        var (exitCode, output) = await PixelDiTProcess.RunAsync("run", "--help");

        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.Contain("--set <NODE.INPUT=VALUE>").And.Contain("PNG image").And.Contain("editor"));
    }

    private static string[] TinyModels => [$"UNETLoader.unet_name={BaseFolder.Network}", $"44:9.clip_name={BaseFolder.TextEncoder}"];

    private static IEnumerable<string> Case(int index)
    {
        var settings = Workflows.Cases[index];
        return
        [
            $"44:6.text={settings["positive"]}", $"44:30.text={settings["negative"]}",
            $"EmptyChromaRadianceLatentImage.width={settings["width"]}", $"EmptyChromaRadianceLatentImage.height={settings["height"]}",
            $"KSampler.seed={settings["seed"]}", $"KSampler.steps={settings["steps"]}", $"KSampler.cfg={settings["cfg"]}",
            $"KSampler.sampler_name={settings["sampler_name"]}", $"KSampler.scheduler={settings["scheduler"]}",
        ];
    }

    private string Break(string template)
    {
        var workflow = JsonNode.Parse(File.ReadAllText(template))!;
        var sampler = workflow["definitions"]!["subgraphs"]![0]!["nodes"]!.AsArray().Single(n => (int)n!["id"]! == 42)!;
        sampler["widgets_values"]![2] = "many";
        var file = Path.Combine(_folder.Path, "broken.json");
        File.WriteAllText(file, workflow.ToJsonString());
        return file;
    }

    private Task<(int ExitCode, string Output)> RunAsync(string workflow, params string[] assignments) => PixelDiTProcess.RunAsync(
        ["run", workflow, "--base-directory", _folder.Path, "--cpu", "--force-fp32", .. assignments.SelectMany(a => new[] { "--set", a })]);
}
