using System.Text.Json.Nodes;
using PixelDiT.App.Run;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Workflows;
using PixelDiT.Imaging;

namespace PixelDiT.App.Tests.Run;

internal sealed class WorkflowFileTests
{
    private const string Api = """{"1":{"class_type":"A","inputs":{}}}""";
    private const string Editor = """{"nodes":[],"links":[]}""";

    private string _file = "";

    [SetUp]
    public void MakeFile() => _file = Path.GetTempFileName();

    [TearDown]
    public void DeleteFile() => File.Delete(_file);

    [TestCase("""{"1":{"class_type":"A","inputs":{}}}""")]
    [TestCase("""{"prompt":{"1":{"class_type":"A","inputs":{}}},"extra_data":{"extra_pnginfo":{"workflow":{"id":"x"}}}}""")]
    [TestCase("\uFEFF{\"1\":{\"class_type\":\"A\",\"inputs\":{}}}")]
    public void Read_GraphOrRequest_GivesTheGraph(string text)
    {
        File.WriteAllText(_file, text);

        var workflow = WorkflowFile.Read(_file);

        Assert.That(workflow.Json.ToJsonString(), Is.EqualTo(Api));
        Assert.That(workflow.Form, Is.EqualTo(WorkflowForm.Api));
        Assert.That(workflow.ExtraPngInfo?["workflow"]?["id"]?.ToString(), Is.EqualTo(text.Contains("extra_data") ? "x" : null));
    }

    [TestCase("""{"nodes":[],"links":[]}""")]
    [TestCase("""{"workflow":{"nodes":[],"links":[]}}""")]
    [TestCase("""{"prompt":{"nodes":[],"links":[]}}""")]
    public void Read_EditorForm_IsAlsoWhatImagesWillCarry(string text)
    {
        File.WriteAllText(_file, text);

        var workflow = WorkflowFile.Read(_file);

        Assert.That(workflow.Form, Is.EqualTo(WorkflowForm.Editor));
        Assert.That(workflow.Json.ToJsonString(), Is.EqualTo(Editor));
        Assert.That(workflow.ExtraPngInfo?.ToJsonString(), Is.EqualTo($$"""{"workflow":{{Editor}} }""".Replace(" ", "")));
    }

    [Test]
    public void Read_NodeCalledPrompt_IsANode()
    {
        File.WriteAllText(_file, """{"prompt":{"class_type":"A","inputs":{}}}""");

        Assert.That(WorkflowFile.Read(_file).Json.ContainsKey("prompt"), Is.True);
    }

    [TestCase("", "JSON")]
    [TestCase("[]", "a list")]
    [TestCase("{", "JSON")]
    [TestCase("""{"prompt":"{}"}""", "JSON inside JSON")]
    [TestCase("\x89PNG", "JSON", Description = "as UTF-8 this is no PNG signature")]
    public void Read_Other_SaysWhatItIs(string text, string said)
    {
        File.WriteAllText(_file, text);

        Assert.That(() => WorkflowFile.Read(_file), Throws.TypeOf<PromptFormatException>().With.Message.Contains(said));
    }

    // What stands in the chunks, the form that is taken, and whether the editor's file is carried on.
    [TestCase(Api, Editor, WorkflowForm.Api, true)]
    [TestCase(Api, null, WorkflowForm.Api, false)]
    [TestCase(null, Editor, WorkflowForm.Editor, true)]
    [TestCase("""{"1":{"class_type":"A","inputs":{"x":NaN}}}""", null, WorkflowForm.Api, false)]
    [TestCase("[]", Editor, WorkflowForm.Editor, true)]
    [TestCase(Api, "{", WorkflowForm.Api, false, Description = "a damaged text does not spoil the other")]
    [TestCase("{", Editor, WorkflowForm.Editor, true)]
    public void Read_Png_TakesThePromptBeforeTheWorkflow(string? prompt, string? workflow, WorkflowForm form, bool carried)
    {
        WritePng(("parameters", "a cat"), ("prompt", prompt), ("workflow", workflow));

        var found = WorkflowFile.Read(_file);

        Assert.That(found.Form, Is.EqualTo(form));
        Assert.That(found.ExtraPngInfo?["workflow"]?.ToJsonString(), Is.EqualTo(carried ? Editor : null));
    }

    [TestCase(null, "it has no texts at all")]
    [TestCase("a cat", "its texts are 'parameters'; 'prompt' or 'workflow'")]
    public void Read_PngWithoutWorkflow_SaysWhatItHas(string? parameters, string said)
    {
        WritePng(("parameters", parameters));

        Assert.That(() => WorkflowFile.Read(_file), Throws.TypeOf<PromptFormatException>().With.Message.Contains(said));
    }

    [TestCase("{", null, "prompt")]
    [TestCase(null, "{", "workflow")]
    [TestCase("{", "{", "prompt")]
    public void Read_PngWithBrokenTextsOnly_NamesTheText(string? prompt, string? workflow, string named)
    {
        WritePng(("prompt", prompt), ("workflow", workflow));

        Assert.That(() => WorkflowFile.Read(_file), Throws.TypeOf<PromptFormatException>().With.Message.StartsWith($"The text '{named}' in the image is damaged: ").And.Message.Contains("JSON"));
    }

    [Test]
    public void Read_DamagedFile_IsNotCalledARequest()
    {
        File.WriteAllText(_file, "{");

        Assert.That(() => WorkflowFile.Read(_file), Throws.TypeOf<PromptFormatException>().With.Message.Not.Contains("request"));
    }

    [Test]
    public void Read_PngCutOff_SaysSo()
    {
        WritePng(("prompt", Api));
        File.WriteAllBytes(_file, File.ReadAllBytes(_file)[..40]);

        Assert.That(() => WorkflowFile.Read(_file), Throws.TypeOf<PromptFormatException>().With.Message.Contains("damaged"));
    }

    // Signature, IHDR of one grey pixel, IDAT, IEND; the texts go before the pixels.
    private void WritePng(params (string Keyword, string? Text)[] texts) => File.WriteAllBytes(_file, PngText.Insert(
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="),
        [.. texts.Where(t => t.Text is not null).Select(t => new PngTextEntry(t.Keyword, t.Text!))]));
}
