using Microsoft.Extensions.Logging;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Nodes.Core.Loaders;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using PixelDiT.Tests;

namespace PixelDiT.Nodes.Core.Tests.Loaders;

[ReleasesTensors]
public class LoaderTests
{
    [Test]
    public void UNETLoader_GoodFile_NamesTheNetworkWithoutLoadingIt()
    {
        using var host = new TestHost().WithTinyModels();
        var model = (Model)new UNETLoader { UnetName = "tiny.safetensors" }.Run(host.Context()).Outputs[0]!;
        Assert.Multiple(() =>
        {
            Assert.That(model.Network.IsLoaded, Is.False);
            Assert.That(model.Sampling.Shift, Is.EqualTo(4.0));
            Assert.That(model.Network.Path, Is.EqualTo(host.ModelPath("diffusion_models", "tiny.safetensors")));
        });
    }

    [Test]
    public void UNETLoader_ClassConditionalFile_IsSampledWithoutShift()
    {
        using var host = new TestHost();
        File.Copy(TestData.File("c2i_tiny.safetensors"), host.ModelPath("diffusion_models", "classes.safetensors"));
        var model = (Model)new UNETLoader { UnetName = "classes.safetensors" }.Run(host.Context()).Outputs[0]!;
        using var open = model.Open();
        Assert.That((model.Sampling.Shift, open.Flow.Conditioning, open.PatchSize), Is.EqualTo((1.0, ConditioningKind.Class, 4)));
    }

    [Test]
    public void UNETLoader_SameFileTwice_SharesTheNetwork()
    {
        using var host = new TestHost().WithTinyModels();
        var models = Enumerable.Range(0, 2).Select(_ => (Model)new UNETLoader { UnetName = "tiny.safetensors" }.Run(host.Context()).Outputs[0]!).ToList();
        Assert.That(models[0].Network, Is.SameAs(models[1].Network));
    }

    [Test]
    public void UNETLoader_OtherWeightType_WarnsAndRuns()
    {
        using var host = new TestHost().WithTinyModels();
        var context = host.Context();
        new UNETLoader { UnetName = "tiny.safetensors", WeightDtype = "fp8_e4m3fn" }.Run(context);
        Assert.That(context.Log.Entries, Has.Some.Matches<(LogLevel Level, string Text)>(e => e.Level == LogLevel.Warning && e.Text.Contains("fp8_e4m3fn", StringComparison.Ordinal)));
    }

    [Test]
    public void UNETLoader_TextEncoderFile_SaysWhatItIs()
    {
        using var host = new TestHost();
        File.Copy(TestData.File("gemma2_tiny.safetensors"), host.ModelPath("diffusion_models", "gemma.safetensors"));
        Assert.That(() => new UNETLoader { UnetName = "gemma.safetensors" }.Run(host.Context()),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("gemma.safetensors").And.Message.Contains("a Gemma-2 text encoder"));
    }

    [Test]
    public void UNETLoader_MissingFile_ListsFolderAndNearNames()
    {
        using var host = new TestHost().WithTinyModels(network: "pixeldit_1300m.safetensors");
        Assert.That(() => new UNETLoader { UnetName = "pixeldit_1300.safetensors" }.Run(host.Context()), Throws.TypeOf<FileNotFoundException>()
            .With.Message.Contains("models/diffusion_models").And.Message.Contains("pixeldit_1300m.safetensors"));
    }

    [Test]
    public void CLIPLoader_PixelDiT_NamesTheEncoderWithoutLoadingIt()
    {
        using var host = new TestHost().WithTinyModels();
        var clip = (Clip)new CLIPLoader { ClipName = "gemma2_tiny.safetensors", Type = "pixeldit" }.Run(host.Context()).Outputs[0]!;
        Assert.That(clip.Encoder.IsLoaded, Is.False);
    }

    [Test]
    public void CLIPLoader_OtherType_SaysWhatIsSupported()
    {
        using var host = new TestHost().WithTinyModels();
        Assert.That(() => new CLIPLoader { ClipName = "gemma2_tiny.safetensors", Type = "lumina2" }.Run(host.Context()),
            Throws.TypeOf<UnsupportedTextEncoderException>().With.Message.Contains("lumina2").And.Message.Contains("pixeldit"));
    }

    [Test]
    public void CLIPLoader_NetworkFile_SaysWhatItIs()
    {
        using var host = new TestHost();
        File.Copy(TestData.File("e2e_t2i_tiny.safetensors"), host.ModelPath("text_encoders", "net.safetensors"));
        Assert.That(() => new CLIPLoader { ClipName = "net.safetensors", Type = "pixeldit" }.Run(host.Context()),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("a PixelDiT text-to-image model"));
    }

    [Test]
    public void VAELoader_PixelSpace_NeedsNoFile()
    {
        using var host = new TestHost();
        Assert.That(new VAELoader().Run(host.Context()).Outputs[0], Is.SameAs(PixelSpaceVae.Instance));
    }
}
