using PixelDiT.App.Run;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.App.Tests.Run;

internal sealed class WorkflowFileTests
{
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

        var (prompt, extra) = WorkflowFile.Read(_file);

        Assert.That(prompt.ToJsonString(), Is.EqualTo("""{"1":{"class_type":"A","inputs":{}}}"""));
        Assert.That(extra?["workflow"]?["id"]?.ToString(), Is.EqualTo(text.Contains("extra_data") ? "x" : null));
    }

    [Test]
    public void Read_NodeCalledPrompt_IsANode()
    {
        File.WriteAllText(_file, """{"prompt":{"class_type":"A","inputs":{}}}""");

        Assert.That(WorkflowFile.Read(_file).Prompt.ContainsKey("prompt"), Is.True);
    }

    [TestCase("", "JSON")]
    [TestCase("[]", "no JSON object")]
    [TestCase("{", "JSON")]
    [TestCase("""{"nodes":[],"links":[]}""", "Export (API)")]
    public void Read_Other_SaysWhatItIs(string text, string said)
    {
        File.WriteAllText(_file, text);

        Assert.That(() => WorkflowFile.Read(_file), Throws.TypeOf<PromptFormatException>().With.Message.Contains(said));
    }
}
