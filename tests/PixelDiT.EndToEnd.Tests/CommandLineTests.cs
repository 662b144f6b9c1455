using System.Text.Json.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Tests.Processes;
using PixelDiT.Tests.TinyModels;

namespace PixelDiT.EndToEnd.Tests;

/// <summary><c>pixeldit run</c> and wrong command lines.</summary>
internal sealed class CommandLineTests
{
    private BaseFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new BaseFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Run_Workflow_WritesItsImagesAndNamesThem()
    {
        var (exitCode, output) = await RunAsync(Workflows.TextToImage(Workflows.Cases[0]));

        Assert.That(exitCode, Is.Zero, output);
        var file = Directory.GetFiles(_folder.Output).Single();
        Assert.That(output, Does.Contain(Path.GetFileName(file)));
        ReferencePixels.AssertClose(ImageDecoder.Decode(file).Bytes(0), ReferencePixels.Of(0));
    }

    [Test]
    public async Task Run_InvalidWorkflow_PrintsTheNodeAndTheFault()
    {
        var prompt = Workflows.TextToImage(Workflows.Cases[0]);
        prompt["8"]!["inputs"]!["steps"] = 0;

        var (exitCode, output) = await RunAsync(prompt);

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain("KSampler").And.Contain("steps").And.Contain("smaller than min"));
    }

    [Test]
    public async Task UnknownFlag_IsRefusedWithTheNearNames()
    {
        var (exitCode, output) = await PixelDiTProcess.RunAsync("--prot", "8200");

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(output, Does.Contain("--prot").And.Contain("--port"));
    }

    private async Task<(int ExitCode, string Output)> RunAsync(JsonObject prompt)
    {
        var workflow = Path.Combine(_folder.Path, "workflow.json");
        await File.WriteAllTextAsync(workflow, prompt.ToJsonString());
        return await PixelDiTProcess.RunAsync("run", workflow, "--base-directory", _folder.Path, "--cpu", "--force-fp32");
    }
}
