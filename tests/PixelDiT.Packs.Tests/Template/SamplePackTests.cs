using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PixelDiT.Packs.Tests.Support;
using PixelDiT.Tests.Processes;

namespace PixelDiT.Packs.Tests.Template;

/// <summary>The way of docs/writing-a-node.md: the sample in custom_nodes, built there with `dotnet build`, in a running graph.</summary>
internal sealed class SamplePackTests
{
    private string _base = null!;
    private ServerProcess _server = null!;

    [OneTimeSetUp]
    public async Task BuildAndStart()
    {
        _base = Directory.CreateTempSubdirectory("pixeldit-sample-").FullName;
        var folder = Directory.CreateDirectory(Path.Combine(_base, "custom_nodes", "MyNodes")).FullName;
        foreach (var file in Directory.GetFiles(Repository.Template))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        await RunDotnetAsync(folder, "build", "-c", "Release", "-nodeReuse:false", "-warnaserror");

        Directory.CreateDirectory(Path.Combine(_base, "input"));
        await File.WriteAllTextAsync(Path.Combine(_base, "input", "note.txt"), "noted");
        _server = await ServerProcess.StartAsync(_base);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server?.Dispose();
        Directory.Delete(_base, recursive: true);
    }

    [Test]
    public async Task TestProject_OfTheDocument_BuildsAndPasses()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_base, "custom_nodes", ".tests")).FullName;
        foreach (var file in Directory.GetFiles(Repository.TemplateTests))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        Assert.That(await RunDotnetAsync(folder, "test", "-c", "Release", "-nodeReuse:false"), Does.Match("Passed: +3"));
    }

    [Test]
    public async Task Pack_IsLoadedWithoutFault()
    {
        var packs = await _server.Http.GetFromJsonAsync<JsonObject>("/api/pixeldit/packs");
        var pack = packs!["packs"]!.AsArray().Single(p => (string?)p!["name"] == "MyNodes")!;

        Assert.That(pack["faults"]!.ToJsonString(), Is.EqualTo("[]"));
        Assert.That(pack["nodes"]!.AsArray(), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Workflow_OfTheDocument_ShowsTheText()
    {
        var workflow = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Template, "workflow.json")))!.AsObject();

        Assert.That(await ShownAsync(workflow), Is.EqualTo("HELLO!!!"));
    }

    [TestCase("""{"class_type": "Proverb", "inputs": {"number": 4}}""", "A stitch in time saves nine.")]
    [TestCase("""{"class_type": "ReadTextFile", "inputs": {"file": "note.txt"}}""", "noted")]
    [TestCase("""{"class_type": "ShoutAgain", "inputs": {"text": "hey", "times": 3}}""", "HEY!!!")]
    [TestCase("""{"class_type": "WaitFor", "inputs": {"value": "later", "seconds": 0.01}}""", "later")]
    [TestCase("""{"class_type": "PickText", "inputs": {"first": false, "a": "x", "b": "y"}}""", "y")]
    [TestCase("""{"class_type": "PickText", "inputs": {"first": true, "a": ["3", 0], "b": ["3", 0]}}""", "Many hands make light work.")]
    [TestCase("""{"class_type": "JoinTexts", "inputs": {"parts": ["4", 0], "separator": " + "}}""", "A + B")]
    public async Task Node_Runs(string node, string text)
    {
        var workflow = JsonNode.Parse(
            $$"""
            {
              "1": {{node}},
              "2": {"class_type": "PreviewAny", "inputs": {"source": ["1", 0]} },
              "3": {"class_type": "Proverb", "inputs": {"number": 0} },
              "4": {"class_type": "ShoutText", "inputs": {"text": ["5", 0], "marks": 0} },
              "5": {"class_type": "SplitText", "inputs": {"text": "a, b", "separator": ","} }
            }
            """)!.AsObject();

        Assert.That(await ShownAsync(workflow), Is.EqualTo(text));
    }

    [Test]
    public async Task BrightenImage_Runs_GivesALighterPicture()
    {
        var entry = await _server.RunAsync(JsonNode.Parse(
            """
            {
              "1": {"class_type": "EmptyImage", "inputs": {"width": 8, "height": 8, "batch_size": 1, "color": 5263440}},
              "2": {"class_type": "BrightenImage", "inputs": {"image": ["1", 0], "factor": 2}},
              "3": {"class_type": "PreviewImage", "inputs": {"images": ["2", 0]}}
            }
            """)!.AsObject());

        Assert.That((string?)entry["status"]!["status_str"], Is.EqualTo("success"), entry.ToJsonString());
    }

    [Test]
    public async Task ReadTextFile_FileThatIsNotThere_IsRefusedInItsOwnWords()
    {
        var (_, answer) = await _server.PostPromptAsync(JsonNode.Parse(
            """{"1": {"class_type": "ReadTextFile", "inputs": {"file": "none.txt"}}, "2": {"class_type": "PreviewAny", "inputs": {"source": ["1", 0]}}}""")!.AsObject());

        Assert.That((string?)answer["node_errors"]!["1"]!["errors"]![0]!["details"], Does.Contain("put one there"));
    }

    private static async Task<string> RunDotnetAsync(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, Environment = { ["PixelDiTApp"] = Repository.Application },
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, output);
        return output;
    }

    private async Task<string?> ShownAsync(JsonObject workflow)
    {
        var entry = await _server.RunAsync(workflow);
        Assert.That((string?)entry["status"]!["status_str"], Is.EqualTo("success"), entry.ToJsonString());
        return (string?)entry["outputs"]!["2"]!["text"]![0];
    }
}
