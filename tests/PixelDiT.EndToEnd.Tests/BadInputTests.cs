using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PixelDiT.Tests.Processes;
using PixelDiT.Tests.TinyModels;

namespace PixelDiT.EndToEnd.Tests;

/// <summary>What clients and files may get wrong: each is answered clearly, and the next prompt runs.</summary>
internal sealed class BadInputTests
{
    private BaseFolder _folder = null!;
    private ServerProcess _server = null!;

    private string Networks => Path.Combine(_folder.Path, "models", "diffusion_models");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = new BaseFolder();
        _server = await ServerProcess.StartAsync(_folder.Path);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server?.Dispose();
        _folder.Dispose();
    }

    [TearDown]
    public async Task TheNextPromptRuns()
    {
        var entry = await _server.RunAsync(Workflows.EmptyPreview(Random.Shared.Next(1 << 24)));
        Assert.That((bool)entry["status"]!["completed"]!, Is.True);
    }

    [Test]
    public async Task Prompt_MissingModelFile_ListsTheFolderAndTheNearNames()
    {
        var prompt = Workflows.TextToImage(Workflows.Cases[0]);
        prompt["1"]!["inputs"]!["unet_name"] = "t2i_tinny.safetensors";

        var (status, body) = await _server.PostPromptAsync(prompt);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        var error = body["node_errors"]!["1"]!["errors"]![0]!;
        Assert.That((string)error["type"]!, Is.EqualTo("value_not_in_list"));
        Assert.That(error.ToJsonString(), Does.Contain("diffusion_models").And.Contain(BaseFolder.Network));
    }

    [TestCase("steps", 0, "Value 0 smaller than min of 1")]
    [TestCase("denoise", 0, "Value 0.0 not above min of 0.0")]
    [TestCase("scheduler", "fast", "Value not in list")]
    public async Task Prompt_ImpossibleSampling_IsRefused(string input, object value, string message)
    {
        var prompt = Workflows.TextToImage(Workflows.Cases[0]);
        var sampler = prompt.Single(n => (string?)n.Value!["class_type"] == "KSampler");
        sampler.Value!["inputs"]![input] = JsonValue.Create(value);

        var (status, body) = await _server.PostPromptAsync(prompt);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string)body["node_errors"]![sampler.Key]!["errors"]![0]!["message"]!, Is.EqualTo(message));
    }

    [Test]
    public async Task Prompt_TruncatedModel_FailsNamingFileAndTensor()
    {
        var whole = File.ReadAllBytes(Path.Combine(Networks, BaseFolder.Network));
        File.WriteAllBytes(Path.Combine(Networks, "cut.safetensors"), whole[..(whole.Length / 2)]);
        var prompt = Workflows.TextToImage(Workflows.Cases[0]);
        prompt["1"]!["inputs"]!["unet_name"] = "cut.safetensors";

        var error = await FailedAsync(prompt);

        Assert.That((string)error["exception_message"]!, Does.Contain("cut.safetensors").And.Contain("core."));
    }

    [Test]
    public async Task Prompt_TextEncoderAsNetwork_SaysWhatTheFileLooksLike()
    {
        File.Copy(Path.Combine(_folder.Path, "models", "text_encoders", BaseFolder.TextEncoder), Path.Combine(Networks, "gemma.safetensors"));
        var prompt = Workflows.TextToImage(Workflows.Cases[0]);
        prompt["1"]!["inputs"]!["unet_name"] = "gemma.safetensors";

        var error = await FailedAsync(prompt);

        Assert.That((string)error["exception_message"]!, Does.Contain("gemma.safetensors").And.Contain("Gemma").IgnoreCase);
    }

    [Test]
    public async Task Prompt_SizeNotDivisibleByThePatch_NamesBothNumbers()
    {
        var prompt = Workflows.TextToImage(Workflows.Cases[0]);
        prompt["6"]!["inputs"]!["width"] = 18;

        var error = await FailedAsync(prompt);

        Assert.That((string)error["exception_message"]!, Does.Contain("18").And.Contain("4"));
    }

    [Test]
    public async Task Prompt_MoreMemoryThanThereIs_FailsAndLeavesTheServerAlive()
    {
        var prompt = Workflows.EmptyPreview();
        prompt["1"] = Workflows.Node("EmptyImage", ("width", 16384), ("height", 16384), ("batch_size", 4096), ("color", 0));

        var error = await FailedAsync(prompt);

        Assert.That((string)error["exception_message"]!, Does.Contain("MiB are available").And.Contain("ran out of memory"));
        Assert.That(_server.HasExited, Is.False);
    }

    [Test]
    public async Task Prompt_ValuesOfWrongTypeAndRange_CollectsEveryFault()
    {
        var prompt = Workflows.TextToImage(Workflows.Cases[0]);
        var inputs = prompt["8"]!["inputs"]!;
        inputs["steps"] = 0;
        inputs["cfg"] = "much";
        inputs["sampler_name"] = "eular";

        var (status, body) = await _server.PostPromptAsync(prompt);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body["node_errors"]!["8"]!["errors"]!.AsArray().Select(e => (string)e!["type"]!),
            Is.EquivalentTo(new[] { "value_smaller_than_min", "invalid_input_type", "value_not_in_list" }));
    }

    [Test]
    public async Task Prompt_UnknownNode_NamesIt()
    {
        var prompt = Workflows.EmptyPreview();
        prompt["3"] = Workflows.Node("KSamplerOfTheFuture");

        var (status, body) = await _server.PostPromptAsync(prompt);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string)body["error"]!["type"]!, Is.EqualTo("missing_node_type"));
        Assert.That((string)body["error"]!["message"]!, Does.Contain("KSamplerOfTheFuture"));
    }

    [Test]
    public async Task Prompt_Cycle_PrintsTheCycle()
    {
        var prompt = new JsonObject
        {
            ["1"] = Workflows.Node("VAEEncode", ("pixels", Workflows.Link("2")), ("vae", Workflows.Link("3"))),
            ["2"] = Workflows.Node("VAEDecode", ("samples", Workflows.Link("1")), ("vae", Workflows.Link("3"))),
            ["3"] = Workflows.Node("VAELoader", ("vae_name", "pixel_space")),
            ["4"] = Workflows.Node("PreviewImage", ("images", Workflows.Link("2"))),
        };

        var (status, body) = await _server.PostPromptAsync(prompt);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body.ToJsonString(), Does.Contain("dependency_cycle").And.Contain("VAEEncode"));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("{\"prompt\": null}")]
    [TestCase("{\"prompt\": {\"1\": 5}}")]
    [TestCase("{\"prompt\": {\"1\": {\"class_type\": \"PreviewImage\", \"inputs\": null}}}")]
    [TestCase("{\"prompt\": {}, \"number\": \"soon\"}")]
    public async Task Prompt_Malformed_IsRefusedInComfyUIsShape(string body)
    {
        using var content = new StringContent(body);
        using var response = await _server.Http.PostAsync(new Uri("/prompt", UriKind.Relative), content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        var answer = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.That(answer["error"]!.AsObject().Select(p => p.Key), Is.EqualTo(new[] { "type", "message", "details", "extra_info" }));
        Assert.That((string)answer["error"]!["message"]!, Is.Not.Empty);
    }

    /// <summary>Runs a prompt that passes validation and fails at run time; returns the data of its <c>execution_error</c>.</summary>
    private async Task<JsonObject> FailedAsync(JsonObject prompt)
    {
        var entry = await _server.RunAsync(prompt);
        Assert.That((string)entry["status"]!["status_str"]!, Is.EqualTo("error"));
        var last = entry["status"]!["messages"]!.AsArray()[^1]!;
        Assert.That((string)last[0]!, Is.EqualTo("execution_error"));
        return last[1]!.AsObject();
    }
}
