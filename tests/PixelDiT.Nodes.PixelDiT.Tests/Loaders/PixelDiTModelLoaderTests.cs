using PixelDiT.Graph.Nodes;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Nodes.PixelDiT.Loaders;
using PixelDiT.Nodes.PixelDiT.Tests.Support;

namespace PixelDiT.Nodes.PixelDiT.Tests.Loaders;

[ReleasesTensors]
public class PixelDiTModelLoaderTests
{
    [Test]
    public void Run_BothFiles_GivesBothAndSaysWhatTheyAre()
    {
        using var host = new TestHost().WithTinyModels();

        var result = new PixelDiTModelLoader { ModelName = Tiny.Network, TextEncoder = Tiny.TextEncoder }.Run(host.Context());

        var summary = (string)result.Outputs[2]!;
        Assert.Multiple(() =>
        {
            Assert.That((((Model)result.Outputs[0]!).Network.IsLoaded, ((Clip)result.Outputs[1]!).Encoder.IsLoaded), Is.EqualTo((false, false)), "weights wait until they are needed");
            Assert.That(summary.Split('\n')[0], Does.Match(@"^tiny\.safetensors: a PixelDiT text-to-image model, 0\.\d M values as F32, \d\.\d MiB \(safetensors\)$"));
            Assert.That(summary.Split('\n')[1], Does.StartWith("gemma2_tiny.safetensors: a Gemma-2 text encoder, "));
            Assert.That(Tiny.Lines(result), Is.EqualTo(new[] { summary }));
        });
    }

    [Test]
    public void Run_NoTextEncoder_BlocksWhatWantsOne()
    {
        using var host = new TestHost().WithTinyModels();

        var clip = new PixelDiTModelLoader { ModelName = Tiny.Network }.Run(host.Context()).Outputs[1];

        Assert.That((clip as ExecutionBlocker)?.Message, Does.Contain("text_encoder"));
    }

    [Test]
    public void Run_TextEncoderAsModel_SaysWhatItIs()
    {
        using var host = new TestHost().WithTinyModels();
        File.Copy(host.ModelPath("text_encoders", Tiny.TextEncoder), host.ModelPath("diffusion_models", "wrong.safetensors"));

        Assert.That(() => new PixelDiTModelLoader { ModelName = "wrong.safetensors" }.Run(host.Context()),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("Gemma-2 text encoder"));
    }

    [Test]
    public void Choices_OfTextEncoders_BeginWithNone()
    {
        using var host = new TestHost().WithTinyModels();

        Assert.That(new TextEncoderChoices().GetChoices(host.Services), Is.EqualTo(new[] { "none", Tiny.TextEncoder }));
    }
}
