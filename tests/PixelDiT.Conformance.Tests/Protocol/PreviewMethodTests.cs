using System.Text.Json.Nodes;
using PixelDiT.Conformance.Tests.Support;
using PixelDiT.Tests.TinyModels;

namespace PixelDiT.Conformance.Tests.Protocol;

/// <summary>The preview method of a prompt (item 51), with a model that is at hand.</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class PreviewMethodTests(CacheMode mode) : ConformanceFixture(mode)
{
    private static int _seed;

    [TestCase("none", false)]
    [TestCase("latent2rgb", true)]
    [TestCase("taesd", true)]
    [TestCase("auto", true)]
    [TestCase("default", false)]
    [TestCase(null, false)]
    public async Task Item51_Method_DecidesAboutBinaryMessages(string? method, bool previews)
    {
        Assert.That(await PreviewsAsync(method) > 0, Is.EqualTo(previews));
    }

    [Test]
    public async Task Item51_MethodsInSequence_DoNotInfluenceEachOther()
    {
        Assert.That(await PreviewsAsync("latent2rgb"), Is.Positive);
        Assert.That(await PreviewsAsync("none"), Is.Zero);
        Assert.That(await PreviewsAsync("latent2rgb"), Is.Positive);
        Assert.That(await PreviewsAsync(null), Is.Zero);
    }

    private async Task<int> PreviewsAsync(string? method)
    {
        var settings = Workflows.Cases[0].DeepClone().AsObject();
        settings["seed"] = Interlocked.Increment(ref _seed);
        var id = await Client.SubmitAsync(Workflows.TextToImage(settings), extraData: method is null ? null : new JsonObject { ["preview_method"] = method });
        var messages = await Client.Socket.UntilNothingRunsAsync();
        var job = await Client.JobDoneAsync(id);
        Assert.That((string)job["status"]!, Is.EqualTo("completed"), job["execution_error"]?["exception_message"]?.ToString());
        return messages.Count(m => m.Bytes is not null);
    }
}
