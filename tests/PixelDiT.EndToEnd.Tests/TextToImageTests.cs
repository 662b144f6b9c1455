using System.Buffers.Binary;
using System.Text.Json.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Tests;
using PixelDiT.Tests.Processes;
using PixelDiT.Tests.TinyModels;
using PixelDiT.Tests.Sockets;

namespace PixelDiT.EndToEnd.Tests;

/// <summary>The way from <c>POST /prompt</c> to an image file, with the tiny reference models.</summary>
internal sealed class TextToImageTests
{
    private BaseFolder _folder = null!;
    private ServerProcess _server = null!;

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

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public async Task Prompt_ReferenceCase_SavesTheReferencePixels(int index)
    {
        var entry = await _server.RunAsync(Workflows.TextToImage(Workflows.Cases[index]));

        Assert.That((string)entry["status"]!["status_str"]!, Is.EqualTo("success"), entry["status"]!.ToJsonString());
        var saved = entry["outputs"]!["10"]!["images"]![0]!;
        var viewed = await _server.Http.GetByteArrayAsync(new Uri($"/view?filename={saved["filename"]}&subfolder={saved["subfolder"]}&type={saved["type"]}", UriKind.Relative));
        ReferencePixels.AssertClose(ImageDecoder.Decode(viewed).Bytes(0), ReferencePixels.Of(index));
        Assert.That(File.ReadAllBytes(Path.Combine(_folder.Output, (string)saved["filename"]!)), Is.EqualTo(viewed), "the file itself is served");
    }

    [Test]
    public async Task Generate_TextAndNumbers_AnswersWithTheReferenceImage()
    {
        var settings = Workflows.Cases[0];
        // The simple form has the model's own shift, which is that of the workflow it stands for.
        var expected = await _server.RunAsync(WithShiftOfTheTemplate(settings));
        var saved = expected["outputs"]!["10"]!["images"]![0]!;
        var request = new JsonObject
        {
            ["prompt"] = settings["positive"]!.DeepClone(),
            ["negative_prompt"] = settings["negative"]!.DeepClone(),
            ["model"] = BaseFolder.Network,
            ["text_encoder"] = BaseFolder.TextEncoder,
        };
        foreach (var name in (string[])["width", "height", "seed", "steps", "cfg", "sampler_name", "scheduler"])
        {
            request[name] = settings[name]!.DeepClone();
        }

        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/pixeldit/generate", UriKind.Relative)) { Content = new StringContent(request.ToJsonString()) };
        message.Headers.Add("Accept", "image/*");
        using var response = await _server.Http.SendAsync(message);

        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), System.Text.Encoding.UTF8.GetString(bytes));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("image/png"));
        Assert.That(response.Headers.GetValues("X-Seed").Single(), Is.EqualTo(settings["seed"]!.ToJsonString()));
        Assert.That(
            ImageDecoder.Decode(bytes).Bytes(0).ToArray(),
            Is.EqualTo(ImageDecoder.Decode(File.ReadAllBytes(Path.Combine(_folder.Output, (string)saved["filename"]!))).Bytes(0).ToArray()));

        request["steps"] = "many";
        using var refused = await _server.Http.PostAsync(new Uri("/api/pixeldit/generate", UriKind.Relative), new StringContent(request.ToJsonString()));
        Assert.That((int)refused.StatusCode, Is.EqualTo(400));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("steps: 'many' does not fit"));

        static JsonObject WithShiftOfTheTemplate(JsonObject settings)
        {
            var graph = Workflows.TextToImage(settings);
            graph["8"]!["inputs"]!["model"] = Workflows.Link("1");
            return graph;
        }
    }

    [Test]
    public async Task Generate_TextAlone_NamesTheModelThatIsMissing()
    {
        using var response = await _server.Http.PostAsync(new Uri("/api/pixeldit/generate", UriKind.Relative), new StringContent("""{"prompt":"a cat"}"""));

        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("value_not_in_list").And.Contain("pixeldit_1300m_1024px_bf16.safetensors"));
    }

    [Test]
    public async Task Convert_PublishedTemplate_IsTheApiWorkflow()
    {
        using var template = new StringContent(await File.ReadAllTextAsync(TestData.File("image_pixeldit_t2i.json")));
        using var response = await _server.Http.PostAsync(new Uri("/api/pixeldit/convert", UriKind.Relative), template);

        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(TestData.File("e2e_cases.json"), "../../../workflows/pixeldit_t2i.api.json")))!;
        Assert.That(answer["prompt"]!.ToJsonString(), Is.EqualTo(expected.ToJsonString()));
        Assert.That((string?)answer["warnings"]![0]!["node_id"], Is.EqualTo("46"));
    }

    [Test]
    public async Task Prompt_WithSocketAndPreviews_ReportsEveryStepAndShowsTheImageBeingDenoised()
    {
        var settings = Workflows.Cases[0].DeepClone().AsObject();
        settings["seed"] = 7;
        var client = Guid.NewGuid().ToString("N");
        await using var socket = await _server.ConnectAsync(client);

        await _server.RunAsync(Workflows.TextToImage(settings), client, new JsonObject { ["preview_method"] = "latent2rgb" });
        var messages = await socket.UntilNothingRunsAsync();

        var steps = messages.Where(m => m.Type == "progress" && (string)m.Data!["node"]! == "8").Select(m => (int)m.Data!["value"]!);
        Assert.That(steps, Is.EqualTo(new[] { 1, 2, 3, 4, 5 }), "every step carries a preview, so none is left out");
        var previews = messages.Where(m => m.Bytes is not null).Select(m => m.Bytes!).ToList();
        Assert.That(previews, Has.Count.EqualTo(5));
        Assert.Multiple(() =>
        {
            Assert.That(BinaryPrimitives.ReadUInt32BigEndian(previews[0]), Is.EqualTo(1), "event: preview image");
            Assert.That(BinaryPrimitives.ReadUInt32BigEndian(previews[0].AsSpan(4)), Is.EqualTo(1), "format: JPEG");
            var picture = ImageDecoder.Decode(previews[0].AsSpan(8));
            Assert.That((picture.Width, picture.Height), Is.EqualTo((512, 384)), "32×24 scaled into the 512 box");
        });
        var types = messages.Select(m => m.Type).ToList();
        Assert.That(types.IndexOf("execution_start"), Is.LessThan(types.IndexOf("execution_cached")));
        Assert.That(types.IndexOf("execution_success"), Is.GreaterThan(types.LastIndexOf("executed")));
    }

    [Test]
    public async Task Prompt_SentTwice_RunsOnceAndKeepsItsFile()
    {
        var settings = Workflows.Cases[1].DeepClone().AsObject();
        settings["seed"] = 11;
        var first = await _server.RunAsync(Workflows.TextToImage(settings));
        var files = Directory.GetFiles(_folder.Output).Length;
        var client = Guid.NewGuid().ToString("N");
        await using var socket = await _server.ConnectAsync(client);

        var second = await _server.RunAsync(Workflows.TextToImage(settings), client);
        var messages = await socket.UntilNothingRunsAsync();

        Assert.That(messages.Where(m => m.Type == "executing" && m.Data!["node"] is not null), Is.Empty, "nothing runs");
        Assert.That(messages.Single(m => m.Type == "execution_cached").Data!["nodes"]!.AsArray(), Has.Count.EqualTo(10));
        Assert.That(second["outputs"]!.ToJsonString(), Is.EqualTo(first["outputs"]!.ToJsonString()));
        Assert.That(Directory.GetFiles(_folder.Output), Has.Length.EqualTo(files));
    }

    [Test]
    public async Task Prompt_BatchOfTwo_SavesTwoDifferentImages()
    {
        var prompt = Workflows.TextToImage(Workflows.Cases[1]);
        prompt["6"]!["inputs"]!["batch_size"] = 2;

        var entry = await _server.RunAsync(prompt);

        var images = entry["outputs"]!["10"]!["images"]!.AsArray();
        Assert.That(images, Has.Count.EqualTo(2));
        var pixels = images.Select(i => ImageDecoder.Decode(Path.Combine(_folder.Output, (string)i!["filename"]!)).Bytes(0).ToArray()).ToList();
        Assert.That(pixels[1], Is.Not.EqualTo(pixels[0]));
    }
}
