using System.Text.Json.Nodes;
using PixelDiT.Imaging;

namespace PixelDiT.Clients.Tests;

/// <summary><c>@saintno/comfyui-sdk</c>, a client made for ComfyUI, runs a workflow.</summary>
internal sealed class ComfyUiSdkTests : ServerFixture
{
    [Test]
    public async Task Run_AWorkflow_GetsItsImage()
    {
        await using var script = NodeScript.Start("comfyui-sdk.js", Url);
        var said = await script.NextAsync("image");
        await script.EndedAsync();

        var told = said["told"]!.AsArray().Select(t => (string)t!).ToList();
        var steps = said["toldOfSteps"]!.AsArray().Select(t => (string)t!).ToList();
        var picture = ImageDecoder.Decode(Convert.FromBase64String((string)said["png"]!));
        Assert.Multiple(() =>
        {
            Assert.That(told, Is.EqualTo(new[] { "pending", "output", "finished" }));
            Assert.That(steps[0], Is.EqualTo("pending"));
            Assert.That(steps[^1], Is.EqualTo("finished"));
            Assert.That(steps, Does.Contain("start").And.Contains("progress"));
            Assert.That((picture.Width, picture.Height), Is.EqualTo((48, 32)));
            Assert.That(picture.Bytes(0)[..3].ToArray(), Is.EqualTo(new byte[] { 0x33, 0x66, 0x99 }));
            Assert.That((bool)said["same"]!, Is.True, "both ways to the image");
            Assert.That((string)said["image"]!["filename"]!, Does.StartWith("sdk_"));
            Assert.That(said["queue"]!["queue_running"], Is.InstanceOf<JsonArray>());
        });
    }
}
