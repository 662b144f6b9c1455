using Microsoft.Extensions.Logging;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Gemma2;
using PixelDiT.Models.Lora;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Nodes.Core.Loaders;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Tests;
using PixelDiT.Tests.Lora;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Loaders;

[ReleasesTensors]
public class LoraLoaderTests
{
    private const string Name = "style.safetensors";

    private TestHost _host = null!;
    private TemporaryFiles _files = null!;

    [SetUp]
    public void SetUp() => (_host, _files) = (new TestHost().WithTinyModels(), new TemporaryFiles());

    [TearDown]
    public void TearDown()
    {
        _files.Dispose();
        _host.Dispose();
    }

    [Test]
    public void LoraLoader_FileForBoth_ChangesCopiesOfModelAndClip()
    {
        WriteLora(network: true, textEncoder: true);
        var (model, clip) = Loaded();
        var result = new LoraLoader { Model = model, Clip = clip, LoraName = Name, StrengthModel = 0.5, StrengthClip = -1 }.Run(_host.Context());
        var (changedModel, changedClip) = ((Model)result.Outputs[0]!, (Clip)result.Outputs[1]!);
        Assert.Multiple(() =>
        {
            Assert.That(changedModel.Loras.Single().Strength, Is.EqualTo(0.5));
            Assert.That(changedClip.Loras.Single().Strength, Is.EqualTo(-1));
            Assert.That(changedModel.Network, Is.SameAs(model.Network));
            Assert.That(changedClip.Encoder, Is.SameAs(clip.Encoder));
            Assert.That(model.Loras, Is.Empty);
            Assert.That(clip.Loras, Is.Empty);
            Assert.That(model.Network.IsLoaded || clip.Encoder.IsLoaded, Is.False, "the loader reads no weights of the models");
            Assert.That(result.Ui, Is.Null);
        });
    }

    [Test]
    public void LoraLoader_OneAfterTheOther_KeepsBothInOrder()
    {
        WriteLora(network: true, textEncoder: false);
        var (model, clip) = Loaded();
        var context = _host.Context();
        var first = (Model)new LoraLoader { Model = model, Clip = clip, LoraName = Name, StrengthModel = 1, StrengthClip = 1 }.Run(context).Outputs[0]!;
        var second = (Model)new LoraLoaderModelOnly { Model = first, LoraName = Name, StrengthModel = 2 }.Run(context).Outputs[0]!;
        Assert.Multiple(() =>
        {
            Assert.That(second.Loras.Select(l => l.Strength), Is.EqualTo(new[] { 1.0, 2.0 }));
            Assert.That(second.Loras[0].File, Is.SameAs(second.Loras[1].File), "the file is in memory once");
        });
    }

    [Test]
    public void LoraLoader_AllStrengthsZero_GivesBackItsInputsUnread()
    {
        File.WriteAllText(_host.ModelPath("loras", Name), "no LoRA at all");
        var (model, clip) = Loaded();
        var result = new LoraLoader { Model = model, Clip = clip, LoraName = Name, StrengthModel = 0, StrengthClip = 0 }.Run(_host.Context());
        Assert.That((ReferenceEquals(result.Outputs[0], model), ReferenceEquals(result.Outputs[1], clip)), Is.EqualTo((true, true)));
    }

    [Test]
    public void LoraLoader_OneStrengthZero_ChangesTheOther()
    {
        WriteLora(network: true, textEncoder: true);
        var (model, clip) = Loaded();
        var result = new LoraLoader { Model = model, Clip = clip, LoraName = Name, StrengthModel = 0, StrengthClip = 1 }.Run(_host.Context());
        Assert.That((((Model)result.Outputs[0]!).Loras.Count, ((Clip)result.Outputs[1]!).Loras.Count), Is.EqualTo((0, 1)));
    }

    [Test]
    public void LoraLoader_OtherArchitecture_SaysHowManyKeysMatched()
    {
        using var scope = NewDisposeScope();
        Put(new() { ["transformer.single_transformer_blocks.0.attn.to_q.lora_A.weight"] = ones(2, 8), ["transformer.single_transformer_blocks.0.attn.to_q.lora_B.weight"] = ones(8, 2) });
        var (model, clip) = Loaded();
        Assert.That(() => new LoraLoader { Model = model, Clip = clip, LoraName = Name }.Run(_host.Context()), Throws.TypeOf<LoraMismatchException>()
            .With.Message.Contains(Name).And.Message.Contains("none of its 2 keys").And.Message.Contains("single_transformer_blocks.0.attn.to_q.lora_A.weight"));
    }

    [Test]
    public void LoraLoader_WholeModelFile_SaysWhatItIs()
    {
        File.Copy(TestData.File("e2e_t2i_tiny.safetensors"), _host.ModelPath("loras", Name));
        var (model, clip) = Loaded();
        Assert.That(() => new LoraLoader { Model = model, Clip = clip, LoraName = Name }.Run(_host.Context()),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("a PixelDiT text-to-image model"));
    }

    [Test]
    public void LoraLoaderModelOnly_FileForBoth_LeavesTheTextEncoderOutAndSaysSo()
    {
        WriteLora(network: true, textEncoder: true);
        var context = _host.Context();
        var result = new LoraLoaderModelOnly { Model = Loaded().Model, LoraName = Name }.Run(context);
        Assert.Multiple(() =>
        {
            Assert.That(((Model)result.Outputs[0]!).Loras, Has.Count.EqualTo(1));
            Assert.That(context.Log.Entries.Single().Level, Is.EqualTo(LogLevel.Warning));
            Assert.That((string)result.Ui!["text"]![0]!, Does.Contain("are for a text encoder"));
        });
    }

    [Test]
    public void LoraLoaderModelOnly_PartFits_WarnsAndShowsWhichKeysDoNot()
    {
        using var scope = NewDisposeScope();
        var file = Network().File(LoraSpelling.OfNetwork.First());
        file["lora_unet_patch_blocks_99_attn_proj_x.lora_down.weight"] = ones(2, 64);
        file["lora_unet_patch_blocks_99_attn_proj_x.lora_up.weight"] = ones(64, 2);
        Put(file);
        var context = _host.Context();
        var result = new LoraLoaderModelOnly { Model = Loaded().Model, LoraName = Name }.Run(context);
        Assert.Multiple(() =>
        {
            Assert.That(context.Log.Entries.Single().Text, Does.Contain("patch_blocks_99").And.Contain("2 match no layer"));
            Assert.That((string)result.Ui!["text"]![0]!, Does.Contain("patch_blocks_99"));
        });
    }

    [Test]
    public void Fingerprint_FileChanged_IsAnother()
    {
        WriteLora(network: true, textEncoder: false);
        var node = new LoraLoaderModelOnly { Model = Loaded().Model, LoraName = Name };
        var before = node.Fingerprint(_host.Services);
        Assert.That(node.Fingerprint(_host.Services), Is.EqualTo(before));
        WriteLora(network: false, textEncoder: true);
        Assert.That(node.Fingerprint(_host.Services), Is.Not.EqualTo(before));
    }

    private TestLora Network() => new(PixelDiTCheckpoint.Check(_host.ModelPath("diffusion_models", "tiny.safetensors")).Parameters());

    private (Model Model, Clip Clip) Loaded() => (
        (Model)new UNETLoader { UnetName = "tiny.safetensors" }.Run(_host.Context()).Outputs[0]!,
        (Clip)new CLIPLoader { ClipName = "gemma2_tiny.safetensors", Type = "pixeldit" }.Run(_host.Context()).Outputs[0]!);

    private void WriteLora(bool network, bool textEncoder)
    {
        using var scope = NewDisposeScope();
        var encoder = new TestLora(Gemma2Encoder.Check(_host.ModelPath("text_encoders", "gemma2_tiny.safetensors")).Parameters());
        Put(new Dictionary<string, Tensor>([
            .. network ? Network().File(LoraSpelling.OfNetwork.First()) : [], .. textEncoder ? encoder.File(LoraSpelling.OfTextEncoder.First()) : [],
        ]));
    }

    private void Put(Dictionary<string, Tensor> file) => File.Copy(_files.Write(file), _host.ModelPath("loras", Name), overwrite: true);
}
