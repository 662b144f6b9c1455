using System.Net;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PixelDiT.Imaging;
using PixelDiT.Tests.Processes;
using PixelDiT.Tests.TinyModels;

namespace PixelDiT.EndToEnd.Tests.WorkflowFiles;

/// <summary>Every file of <c>workflows/</c> in both forms, by a client of a real server.</summary>
internal sealed partial class WorkflowFileTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private BaseFolder _folder = null!;
    private ServerProcess _server = null!;
    private JsonObject _objectInfo = null!;

    private static IEnumerable<string> Names => WorkflowFile.Names;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = new BaseFolder();
        TinyFiles.AddTo(_folder.Path);
        _server = await ServerProcess.StartAsync(_folder.Path);
        _objectInfo = (await _server.Http.GetFromJsonAsync<JsonObject>("/object_info"))!;
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server?.Dispose();
        _folder.Dispose();
    }

    [TestCaseSource(nameof(Names))]
    public async Task EditorForm_IsThatOfTheApiFormAndTurnsIntoItAgain(string name)
    {
        var api = WorkflowFile.Api(name);
        var editor = new EditorWriter(_objectInfo).Write(api).ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("PIXELDIT_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(WorkflowFile.EditorPath(name), editor);
        }

        Assert.That(File.Exists(WorkflowFile.EditorPath(name)) ? await File.ReadAllTextAsync(WorkflowFile.EditorPath(name)) : "", Is.EqualTo(editor),
            "PIXELDIT_WRITE_DOCS=1 dotnet test tests/PixelDiT.EndToEnd.Tests -c Release --filter WorkflowFileTests writes it from the API form");
        using var response = await _server.Http.PostAsJsonAsync("/api/pixeldit/convert", JsonNode.Parse(editor));
        var converted = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), converted.ToJsonString());
        Assert.That(converted["warnings"]!.AsArray(), Is.Empty);
        Assert.That(converted["prompt"]!.ToJsonString(Indented), Is.EqualTo(api.ToJsonString(Indented)));
    }

    [TestCaseSource(nameof(Names))]
    public async Task Run_ApiForm_SavesAnImage(string name) => await AssertSavesAsync(await _server.PostPromptAsync(WorkflowFile.Tiny(name)));

    [TestCaseSource(nameof(Names))]
    public async Task Run_EditorForm_SavesAnImage(string name) =>
        await AssertSavesAsync(await _server.PostPromptAsync(new EditorWriter(_objectInfo).Write(WorkflowFile.Tiny(name))));

    [TestCaseSource(typeof(WorkflowFile), nameof(WorkflowFile.All))]
    public void Page_SaysWhatTheWorkflowDoesAndNeeds(string name)
    {
        var page = WorkflowFile.Page(name);
        var files = WorkflowFile.Api(name).SelectMany(n => n.Value!["inputs"]!.AsObject()).Where(i => i.Key is "model_name" or "unet_name" or "text_encoder" or "clip_name" or "image")
            .Where(i => i.Value is JsonValue).Select(i => (string)i.Value!).Where(f => f != "none");

        Assert.That(page.Trim().Split("\n\n"), Has.Length.EqualTo(5), "a heading, a paragraph, what it needs, how to run it");
        Assert.That(page, Does.Contain($"workflows/{name}.json").And.Contain($"workflows/{name}.api.json"));
        Assert.That(files.Where(f => !page.Contains($"- `{f}`", StringComparison.Ordinal)), Is.Empty, "files that the page does not name");
    }

    [TestCaseSource(typeof(WorkflowFile), nameof(WorkflowFile.All))]
    public async Task Page_Command_SetsInputsThatTheWorkflowHas(string name)
    {
        var command = WorkflowFile.Page(name).Split("```sh\n")[1].Split("\n```")[0];
        Assert.That(command, Does.StartWith($"./run.sh run workflows/{name}.json --set "));
        var words = Word().Matches(command).Select(m => m.Value.Replace("\"", "", StringComparison.Ordinal)).Skip(1);
        // Without models the workflow is refused, but only after the command's values were put in.
        var empty = Directory.CreateDirectory(Path.Combine(_folder.Path, "empty")).FullName;

        using var run = PixelDiTProcess.StartIn(Path.GetFullPath(Path.Combine(WorkflowFile.Folder, "..")), new Dictionary<string, string> { ["PIXELDIT_BASE_DIRECTORY"] = empty }, [.. words, "--cpu"]);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        Assert.That(await run.WaitForExitAsync(deadline.Token), Is.EqualTo(1), run.Output);
        Assert.That(run.Output, Does.Contain("not in list").And.Not.Contain("--set"));
    }

    [Test]
    public void Files_DriveEveryNodeOfThePack()
    {
        var driven = Names.SelectMany(n => WorkflowFile.Api(n)).Select(n => (string)n.Value!["class_type"]!);

        Assert.That(_objectInfo.Select(n => n.Key).Where(k => k.StartsWith("PixelDiT", StringComparison.Ordinal)).Except(driven), Is.Empty);
    }

    private async Task AssertSavesAsync((HttpStatusCode Status, JsonObject Body) answer)
    {
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Body.ToJsonString());
        var entry = await _server.FinishedAsync((string)answer.Body["prompt_id"]!);
        Assert.That((string)entry["status"]!["status_str"]!, Is.EqualTo("success"), entry["status"]!.ToJsonString());
        var saved = entry["outputs"]!.AsObject().SelectMany(o => o.Value!["images"]?.AsArray() ?? []).Where(i => (string)i!["type"]! == "output").ToList();
        Assert.That(saved, Is.Not.Empty);
        foreach (var image in saved)
        {
            Assert.That(ImageDecoder.Decode(Path.Combine(_folder.Output, (string)image!["subfolder"]!, (string)image["filename"]!)).Width, Is.Positive);
        }
    }

    // As a shell divides the commands of the pages: words, quoted parts, and no line's end.
    [GeneratedRegex(@"(?:""[^""]*""|[^\s""\\])+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
