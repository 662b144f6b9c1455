using System.Net;
using System.Text.Json.Nodes;
using PixelDiT.EndToEnd.Tests.WorkflowFiles;
using PixelDiT.Imaging;
using PixelDiT.Imaging.Tests;
using PixelDiT.Tests.Processes;
using PixelDiT.Tests.TinyModels;

namespace PixelDiT.EndToEnd.Tests;

/// <summary>FlowEdit from image file to image file, with images and settings of every kind.</summary>
internal sealed class EditedImageTests
{
    private BaseFolder _folder = null!;
    private ServerProcess _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = new BaseFolder();
        Directory.CreateDirectory(Path.Combine(_folder.Path, "input"));
        _server = await ServerProcess.StartAsync(_folder.Path);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server?.Dispose();
        _folder.Dispose();
    }

    [TestCase(0)]
    [TestCase(2)]
    public async Task HardMask_EveryByteOutsideItIsTheInputs(int nMin)
    {
        const int width = 45, height = 37;
        Input("mask.png", ExampleImage.Png(width, height));

        var saved = await EditAsync("pixeldit_flowedit_mask", "mask.png", flow => (flow["n_min"], flow["feather"]) = (nMin, 3));

        var (before, after) = (ExampleImage.Pixels(width, height), saved.Bytes(0).ToArray());
        Assert.That((saved.Width, saved.Height, saved.Channels), Is.EqualTo((width, height, 3)));
        var outside = Enumerable.Range(0, width * height).Where(i => before[(4 * i) + 3] == 255).ToList();
        Assert.That(outside.SelectMany(i => after.Skip(3 * i).Take(3)), Is.EqualTo(outside.SelectMany(i => before.Skip(4 * i).Take(3))));
        Assert.That(outside.SelectMany(i => after.Skip(3 * i).Take(3)).Distinct().Count(), Is.EqualTo(256), "every value of a byte is among them");
        Assert.That(Enumerable.Range(0, width * height).Except(outside).Any(i => after[3 * i] != before[4 * i]), "inside something changed");
    }

    [Test]
    public async Task EightBitImage_ThroughLatentAndBack_IsTheSameFile()
    {
        Input("all.png", ExampleImage.Png(16, 16));
        var prompt = WorkflowFile.Tiny("pixeldit_img2img");
        Replace(prompt, "LoadImage", inputs => inputs["image"] = "all.png");
        Replace(prompt, "VAEEncode", inputs => inputs["pixels"] = new JsonArray("3", 0));
        Replace(prompt, "VAEDecode", inputs => inputs["samples"] = new JsonArray("6", 0));

        var saved = await SavedAsync(prompt);

        Assert.That(saved.Bytes(0).ToArray(), Is.EqualTo(ExampleImage.Pixels(16, 16).Chunk(4).SelectMany(p => p.Take(3))));
    }

    private static IEnumerable<TestCaseData> Images()
    {
        yield return new TestCaseData("alpha.png", ExampleImage.Png(20, 12), 20, 12);
        yield return new TestCaseData("16bit.png", PngMaker.Rgb16(9, 4, [.. Enumerable.Range(0, 9 * 4 * 3).Select(i => (ushort)(i * 600))]), 9, 4);
        yield return new TestCaseData("cmyk.jpg", Fixtures.CmykJpegCyan, 8, 8);
        yield return new TestCaseData("turned.jpg", ExifMaker.Orient(ImageEncoder.Jpeg(new byte[30 * 10 * 3], 30, 10, 3, 90), 6), 10, 30);
        yield return new TestCaseData("one.png", ImageEncoder.Png([10, 20, 30], 1, 1, 3, ImageEncoder.SaveCompression, []), 1, 1);
    }

    [TestCaseSource(nameof(Images))]
    public async Task Image_OfAnyKind_IsEditedInItsUprightSize(string name, byte[] file, int width, int height)
    {
        Input(name, file);

        var saved = await EditAsync("pixeldit_flowedit", name, _ => { });

        Assert.That((saved.Width, saved.Height), Is.EqualTo((width, height)));
    }

    [Test]
    public async Task Image_BeyondThePixelLimit_IsRefusedBeforeItIsDecoded()
    {
        // The header of a picture of 20,000 x 20,000 pixels and the beginning of its data.
        Input("huge.png", PngMaker.Make(20_000, 20_000, 8, PngMaker.Rgb, new byte[20_000]));
        var prompt = Edit("pixeldit_flowedit", "huge.png", _ => { });

        var (_, body) = await _server.PostPromptAsync(prompt);
        var entry = await _server.FinishedAsync((string)body["prompt_id"]!);

        Assert.That((string)entry["status"]!["status_str"]!, Is.EqualTo("error"));
        Assert.That(entry["status"]!.ToJsonString(), Does.Contain("20000").And.Contain("pixels"));
    }

    [Test]
    public async Task Prompt_OfTenThousandWords_IsCutAndTheHistorySaysSo()
    {
        Input("words.png", ExampleImage.Png(8, 8));
        var prompt = Edit("pixeldit_flowedit", "words.png", _ => { });
        prompt["3"]!["inputs"]!["positive"] = string.Join(' ', Enumerable.Repeat("circle", 10_000));

        var entry = await _server.RunAsync(prompt);

        Assert.That((string)entry["status"]!["status_str"]!, Is.EqualTo("success"), entry["status"]!.ToJsonString());
        Assert.That(entry["outputs"]!["3"]!["text"]!.AsArray().Select(l => (string)l!), Has.Some.StartsWith("Warning: the positive prompt has "));
    }

    [TestCase("n_min", 3, "n_min is 3; expected at most n_max, 2")]
    [TestCase("n_max", 4, "n_max is 4; expected at most the number of steps, 3")]
    [TestCase("n_avg", 0, "smaller than min of 1")]
    [TestCase("source_cfg", -1, "smaller than min of 0.0")]
    [TestCase("target_cfg", -0.5, "smaller than min of 0.0")]
    [TestCase("feather", -1, "smaller than min of 0")]
    public async Task Setting_ThatCannotBe_IsRefusedAtOnce(string setting, double value, string said)
    {
        Input("small.png", ExampleImage.Png(8, 8));

        var (status, body) = await _server.PostPromptAsync(Edit("pixeldit_flowedit", "small.png", flow => flow[setting] = value == Math.Floor(value) ? (int)value : value));

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body.ToJsonString(), Does.Contain(said));
    }

    private void Input(string name, byte[] file) => File.WriteAllBytes(Path.Combine(_folder.Path, "input", name), file);

    private static JsonObject Edit(string workflow, string image, Action<JsonObject> change)
    {
        var prompt = WorkflowFile.Tiny(workflow);
        Replace(prompt, "LoadImage", inputs => inputs["image"] = image);
        Replace(prompt, "PixelDiTFlowEdit", change);
        return prompt;
    }

    private static void Replace(JsonObject prompt, string type, Action<JsonObject> change) =>
        change(prompt.Single(n => (string)n.Value!["class_type"]! == type).Value!["inputs"]!.AsObject());

    private Task<DecodedImage> EditAsync(string workflow, string image, Action<JsonObject> change) => SavedAsync(Edit(workflow, image, change));

    private async Task<DecodedImage> SavedAsync(JsonObject prompt)
    {
        var entry = await _server.RunAsync(prompt);
        Assert.That((string)entry["status"]!["status_str"]!, Is.EqualTo("success"), entry["status"]!.ToJsonString());
        var saved = entry["outputs"]!.AsObject().SelectMany(o => o.Value!["images"]?.AsArray() ?? []).Single(i => (string)i!["type"]! == "output")!;
        return ImageDecoder.Decode(Path.Combine(_folder.Output, (string)saved["subfolder"]!, (string)saved["filename"]!));
    }
}
