using System.Text.Json.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Hosting;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class SaveImageTests
{
    [Test]
    public void Run_Values_AreCutAndTruncated()
    {
        using var host = new TestHost();
        using var scope = NewDisposeScope();
        var image = tensor(new[] { 0f, 0.5f, 1f, -0.2f, 1.7f, 0.0039f, 0.00393f, 0.999f, 0.25f }).view(1, 1, 3, 3);
        var result = new SaveImage { Images = image }.Run(host.Context());
        var file = Path.Combine(host.Folders.Output, "ComfyUI_00001_.png");
        Assert.Multiple(() =>
        {
            Assert.That(ImageDecoder.Decode(file).Bytes(0).ToArray(), Is.EqualTo(new byte[] { 0, 127, 255, 0, 255, 0, 1, 254, 63 }));
            Assert.That(result.Ui!.ToJsonString(), Is.EqualTo("""{"images":[{"filename":"ComfyUI_00001_.png","subfolder":"","type":"output"}]}"""));
            Assert.That(result.Outputs[0], Is.SameAs(image), "the images pass through");
        });
    }

    [Test]
    public void Run_BatchInSubfolder_CountsOnAndNeverOverwrites()
    {
        using var host = new TestHost();
        using var images = rand(2, 4, 5, 3);
        var node = new SaveImage { Images = images, FilenamePrefix = "day/%width%x%height%" };
        node.Run(host.Context());
        var first = File.ReadAllBytes(Path.Combine(host.Folders.Output, "day", "5x4_00001_.png"));
        var ui = node.Run(host.Context()).Ui!["images"]!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That(ui.Select(i => (string)i!["filename"]!), Is.EqualTo(new[] { "5x4_00003_.png", "5x4_00004_.png" }));
            Assert.That(ui.Select(i => (string)i!["subfolder"]!), Is.All.EqualTo("day"));
            Assert.That(File.ReadAllBytes(Path.Combine(host.Folders.Output, "day", "5x4_00001_.png")), Is.EqualTo(first));
            Assert.That(Directory.GetFiles(host.Folders.Output, "*", SearchOption.AllDirectories), Has.Length.EqualTo(4));
        });
    }

    [Test]
    public void Run_Metadata_IsPromptThenExtrasInOrderAsAscii()
    {
        using var host = new TestHost();
        using var image = zeros(1, 2, 2, 3);
        var prompt = JsonNode.Parse("""{"1": {"class_type": "X", "inputs": {"text": "Grüße \"<b>\" 𝄞", "f": 1.0}}}""")!.AsObject();
        var extra = JsonNode.Parse("""{"workflow": {"nodes": []}, "note": "ü", "none": null}""")!.AsObject();
        new SaveImage { Images = image, Prompt = prompt, ExtraPnginfo = extra }.Run(host.Context());
        var text = PngText.Read(File.ReadAllBytes(Path.Combine(host.Folders.Output, "ComfyUI_00001_.png")));
        Assert.Multiple(() =>
        {
            Assert.That(text.Select(t => t.Keyword), Is.EqualTo(new[] { "prompt", "workflow", "note", "none" }));
            Assert.That(text.SelectMany(t => t.Text), Is.All.LessThan('\u007f'));
            Assert.That(JsonNode.DeepEquals(JsonNode.Parse(text[0].Text), prompt));
            Assert.That(text[0].Text, Does.Contain("1.0").And.Contain("\\uD834\\uDD1E").And.Contain("<b>"));
            Assert.That(text[2].Text, Is.EqualTo("\"\\u00fc\""));
        });
    }

    [TestCase("workflow")]
    [TestCase("prompt")]
    public void Run_DeeplyNestedMetadata_IsKeptWhole(string keyword)
    {
        using var host = new TestHost();
        using var image = zeros(1, 2, 2, 3);
        var deep = new string('[', 900) + new string(']', 900);
        var text = new JsonObject { ["a"] = JsonNode.Parse(deep, documentOptions: new System.Text.Json.JsonDocumentOptions { MaxDepth = 1000 }) };
        new SaveImage { Images = image, Prompt = keyword == "prompt" ? text : null, ExtraPnginfo = keyword == "prompt" ? null : new JsonObject { [keyword] = text } }.Run(host.Context());
        Assert.That(
            PngText.Read(File.ReadAllBytes(Path.Combine(host.Folders.Output, "ComfyUI_00001_.png"))),
            Is.EqualTo(new[] { new PngTextEntry(keyword, $$"""{"a":{{deep}}}""") }));
    }

    [TestCase("")]
    [TestCase(" x")]
    [TestCase("x ")]
    [TestCase("a  b")]
    [TestCase("a\nb")]
    [TestCase("日本")]
    [TestCase("80 characters")]
    public void Run_KeyThatNoPngCanHold_IsLeftOutWithAWarning(string key)
    {
        using var host = new TestHost();
        using var image = zeros(1, 2, 2, 3);
        key = key == "80 characters" ? new string('a', 80) : key;
        var context = host.Context();
        new SaveImage { Images = image, ExtraPnginfo = new JsonObject { [key] = 1, ["workflow"] = 2 } }.Run(context);
        Assert.Multiple(() =>
        {
            Assert.That(PngText.Read(File.ReadAllBytes(Path.Combine(host.Folders.Output, "ComfyUI_00001_.png"))), Is.EqualTo(new[] { new PngTextEntry("workflow", "2") }));
            Assert.That(context.Log.Entries.Single().Text, Does.Contain($"'{key}'").And.Contain("1 to 79"));
        });
    }

    [Test]
    public void Run_MetadataDisabled_WritesNone()
    {
        using var host = new TestHost(new SaveOptions { DisableMetadata = true });
        using var image = zeros(1, 2, 2, 3);
        new SaveImage { Images = image, Prompt = [], ExtraPnginfo = new JsonObject { ["workflow"] = 1 } }.Run(host.Context());
        Assert.That(PngText.Read(File.ReadAllBytes(Path.Combine(host.Folders.Output, "ComfyUI_00001_.png"))), Is.Empty);
    }

    [Test]
    public void Run_AlphaChannel_IsKept()
    {
        using var host = new TestHost();
        using var scope = NewDisposeScope();
        var image = tensor(new[] { 1f, 0f, 0f, 0.5f }).view(1, 1, 1, 4);
        new SaveImage { Images = image }.Run(host.Context());
        Assert.That(ImageDecoder.Decode(Path.Combine(host.Folders.Output, "ComfyUI_00001_.png")).Bytes(0).ToArray(), Is.EqualTo(new byte[] { 255, 0, 0, 127 }));
    }

    [TestCase("../outside")]
    [TestCase("a/../../outside")]
    [TestCase("/tmp/outside")]
    public void Run_PrefixOutsideTheFolder_FailsInComfyUIsWords(string prefix)
    {
        using var host = new TestHost();
        using var image = zeros(1, 2, 2, 3);
        var node = new SaveImage { Images = image, FilenamePrefix = prefix };
        Assert.That(() => node.Run(host.Context()), Throws.TypeOf<OutputFolderException>()
            .With.Message.StartWith("**** ERROR: Saving image outside the output folder is not allowed."));
    }

    [Test]
    public void Run_NotABatchOfImages_SaysWhatIsExpected()
    {
        using var host = new TestHost();
        using var mask = zeros(1, 2, 2);
        Assert.That(() => new SaveImage { Images = mask }.Run(host.Context()), Throws.ArgumentException.With.Message.Contains("[1, 2, 2]"));
    }

    [Test]
    public void Run_Cancelled_WritesNothingMore()
    {
        using var host = new TestHost();
        using var images = zeros(3, 2, 2, 3);
        var context = host.Context();
        context.Source.Cancel();
        Assert.That(() => new SaveImage { Images = images }.Run(context), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFiles(host.Folders.Output), Is.Empty);
    }
}
