using System.Net;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Tests.Processes;
using PixelDiT.Tests.TinyModels;

namespace PixelDiT.EndToEnd.Tests.WorkflowFiles;

/// <summary>Every file of <c>workflows/</c> in both forms, by a client of a real server.</summary>
internal sealed class WorkflowFileTests
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

    [TestCaseSource(nameof(Names))]
    public void Page_IsAParagraph(string name)
    {
        var page = File.ReadAllText(Path.Combine(WorkflowFile.Pages, $"{name}.md"));

        Assert.That(page.Trim().Split("\n\n"), Has.Length.EqualTo(2), "a heading and a paragraph");
        Assert.That(page, Does.Contain($"workflows/{name}.json").And.Contain($"workflows/{name}.api.json"));
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
}
