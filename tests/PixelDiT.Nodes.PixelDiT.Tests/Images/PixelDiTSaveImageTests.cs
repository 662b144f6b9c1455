using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Hosting;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.PixelDiT.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Tests.Images;

[ReleasesTensors]
public class PixelDiTSaveImageTests
{
    private static readonly JsonObject Prompt = JsonNode.Parse("""{"1":{"class_type":"X","inputs":{"text":"Grüße"}}}""")!.AsObject();
    private static readonly JsonObject Extra = JsonNode.Parse("""{"workflow":{"nodes":[]},"note":"ü"}""")!.AsObject();

    [TestCase("png", "ComfyUI_00001_.png", ImageFormat.Png)]
    [TestCase("webp", "ComfyUI_00001_.webp", ImageFormat.WebP)]
    [TestCase("jpeg", "ComfyUI_00001_.jpg", ImageFormat.Jpeg)]
    public void Run_Format_NamesAndTextsAreThoseOfSaveImage(string format, string name, ImageFormat expected)
    {
        using var host = new TestHost();
        using var image = full([1, 8, 9, 3], 0.5f);
        var result = new PixelDiTSaveImage { Images = image, Format = format, Prompt = Prompt, ExtraPnginfo = Extra }.Run(host.Context());
        var file = File.ReadAllBytes(Path.Combine(host.Folders.Output, name));
        var texts = ImageText.Read(file);
        Assert.Multiple(() =>
        {
            Assert.That(result.Ui!.ToJsonString(), Is.EqualTo($$"""{"images":[{"filename":"{{name}}","subfolder":"","type":"output"}]}"""));
            Assert.That(ImageDecoder.Decode(file).Format, Is.EqualTo(expected));
            Assert.That(texts.Select(t => t.Keyword), Is.EqualTo(new[] { "prompt", "workflow", "note" }));
            Assert.That(JsonNode.DeepEquals(JsonNode.Parse(texts[0].Text), Prompt));
            Assert.That(texts.SelectMany(t => t.Text), Is.All.LessThan('\u007f'));
        });
    }

    [Test]
    public void Run_WebPLossless_KeepsEveryPixelAndAlpha()
    {
        using var host = new TestHost();
        using var image = rand(1, 16, 16, 4);
        new PixelDiTSaveImage { Images = image, Format = "webp", Lossless = true, ExtraPnginfo = Extra }.Run(host.Context());
        new SaveImage { Images = image }.Run(host.Context());
        var (webp, png) = (Read(host, "ComfyUI_00001_.webp"), Read(host, "ComfyUI_00002_.png"));
        // What is wholly transparent has no colour.
        Assert.That(webp.Chunk(4).Zip(png.Chunk(4)).Where(p => p.Second[3] > 0).All(p => p.First.SequenceEqual(p.Second)));
    }

    [Test]
    public void Run_Quality_ChangesTheSize()
    {
        using var host = new TestHost();
        using var image = rand(1, 64, 64, 3);
        foreach (var (format, quality) in new[] { ("webp", 10), ("webp", 95), ("jpeg", 10), ("jpeg", 95) })
        {
            new PixelDiTSaveImage { Images = image, Format = format, Quality = quality, FilenamePrefix = $"{format}{quality}" }.Run(host.Context());
        }
        Assert.That(Size("webp10", "webp"), Is.LessThan(Size("webp95", "webp") / 2));
        Assert.That(Size("jpeg10", "jpg"), Is.LessThan(Size("jpeg95", "jpg") / 2));

        long Size(string name, string ending) => new FileInfo(Path.Combine(host.Folders.Output, $"{name}_00001_.{ending}")).Length;
    }

    [TestCase(50_000, 30_000, new[] { "workflow" })]
    [TestCase(10_000, 90_000, new string[0])]
    [TestCase(10_000, 10_000, new[] { "prompt", "workflow" })]
    public void Run_JpegWithMoreThanItHolds_KeepsTheWorkflowIfItCanAndSaysSo(int prompt, int workflow, string[] kept)
    {
        using var host = new TestHost();
        using var image = zeros(1, 8, 8, 3);
        var context = host.Context();
        var result = new PixelDiTSaveImage
        {
            Images = image, Format = "jpeg", Prompt = new JsonObject { ["p"] = new string('x', prompt) },
            ExtraPnginfo = new JsonObject { ["workflow"] = new JsonObject { ["w"] = new string('x', workflow) } },
        }.Run(context);
        Assert.That(ImageText.Read(File.ReadAllBytes(Path.Combine(host.Folders.Output, "ComfyUI_00001_.jpg"))).Select(t => t.Keyword), Is.EqualTo(kept));
        Assert.That(context.Log.Entries.Count(e => e.Level == LogLevel.Warning), Is.EqualTo(kept.Length == 2 ? 0 : 1));
        Assert.That((string?)result.Ui!["text"]?[0], kept.Length == 2 ? Is.Null : Does.StartWith("Warning: JPEG holds 64 KB of texts: "));
    }

    [Test]
    public void Run_SameNameInOtherFormats_CountsOnForAll()
    {
        using var host = new TestHost();
        using var image = zeros(1, 8, 8, 3);
        foreach (var format in new[] { "png", "webp", "jpeg", "png" })
        {
            new PixelDiTSaveImage { Images = image, Format = format }.Run(host.Context());
        }
        Assert.That(Directory.GetFiles(host.Folders.Output).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Is.EqualTo(new[] { "ComfyUI_00001_.png", "ComfyUI_00002_.webp", "ComfyUI_00003_.jpg", "ComfyUI_00004_.png" }));
    }

    [TestCase("png")]
    [TestCase("webp")]
    [TestCase("jpeg")]
    public void Run_WithoutWorkflow_WritesNone(string format)
    {
        using var host = new TestHost();
        using var image = zeros(1, 8, 8, 3);
        new PixelDiTSaveImage { Images = image, Format = format, EmbedWorkflow = false, Prompt = Prompt, ExtraPnginfo = Extra }.Run(host.Context());
        Assert.That(ImageText.Read(File.ReadAllBytes(Directory.GetFiles(host.Folders.Output).Single())), Is.Empty);
    }

    [TestCase("webp")]
    [TestCase("jpeg")]
    public void Run_MetadataDisabled_WritesNone(string format)
    {
        using var host = new TestHost(new SaveOptions { DisableMetadata = true });
        using var image = zeros(1, 8, 8, 3);
        new PixelDiTSaveImage { Images = image, Format = format, Prompt = Prompt, ExtraPnginfo = Extra }.Run(host.Context());
        Assert.That(ImageText.Read(File.ReadAllBytes(Directory.GetFiles(host.Folders.Output).Single())), Is.Empty);
    }

    private static byte[] Read(TestHost host, string name) => ImageDecoder.Decode(Path.Combine(host.Folders.Output, name)).Bytes(0).ToArray();
}
