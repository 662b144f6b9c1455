using PixelDiT.Models.Checkpoints;
using PixelDiT.Tests.PyTorch;
using PixelDiT.Nodes.Core.Loaders;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Tests;

namespace PixelDiT.Nodes.Core.Tests.Loaders;

/// <summary>The loaders take every kind of file that the model folders list.</summary>
[ReleasesTensors]
public class ContainerTests
{
    private TorchArchive _archives = null!;

    [SetUp]
    public void CreateFolder() => _archives = new TorchArchive();

    [TearDown]
    public void RemoveFolder() => _archives.Dispose();

    [TestCase("tiny.ckpt")]
    [TestCase("tiny.pt")]
    [TestCase("tiny.bin")]
    [TestCase("tiny.pth")]
    [TestCase("tiny.pkl")]
    [TestCase("tiny.sft")]
    public void UNETLoader_AnyListedKind_OpensTheNetwork(string name)
    {
        using var host = new TestHost();
        using (var source = Checkpoint.Open(TestData.File("t2i_tiny.safetensors")))
        {
            var file = name.EndsWith(".sft", StringComparison.Ordinal) ? source.Path : _archives.Write(source, name, n => [n], "state_dict");
            File.Copy(file, host.ModelPath("diffusion_models", name));
        }
        var model = (Model)new UNETLoader { UnetName = name }.Run(host.Context()).Outputs[0]!;
        using var open = model.Open();
        Assert.That(open.PatchSize, Is.EqualTo(4));
    }

    [Test]
    public void UNETLoader_HostilePickle_IsRefusedByTheName()
    {
        using var host = new TestHost();
        var file = _archives.Write(new PickleBytes().Global("os", "system").Text("true").Raw(0x85).Op('R').Stop());
        File.Copy(file, host.ModelPath("diffusion_models", "evil.pth"));
        Assert.That(() => new UNETLoader { UnetName = "evil.pth" }.Run(host.Context()),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("'os.system'").And.Message.Contains("evil.pth"));
    }

    [Test]
    public void CLIPLoader_FirstOfTwoShards_OpensBoth()
    {
        using var host = new TestHost();
        string[] shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
        using (var source = Checkpoint.Open(TestData.File("gemma2_tiny.safetensors")))
        {
            var map = new List<string>();
            foreach (var (shard, part) in shards.Zip(source.Tensors.Values.Where(t => t.Name != "spiece_model").Chunk((source.Tensors.Count + 1) / 2)))
            {
                using var writer = new SafetensorsWriter(host.ModelPath("text_encoders", shard), part.Select(t => (t.Name, t.DType, t.Shape)), source.Metadata);
                foreach (var tensor in part)
                {
                    writer.Write(source.ReadBytes(tensor.Name));
                    map.Add($"\"{tensor.Name}\": \"{shard}\"");
                }
                writer.Complete();
            }
            File.WriteAllText(host.ModelPath("text_encoders", "model.safetensors.index.json"), $"{{\"weight_map\": {{{string.Join(", ", map)}}}}}");
        }
        File.Copy(TestData.File("tokenizer_tiny.model"), host.ModelPath("text_encoders", "tokenizer.model"));
        var clip = (Clip)new CLIPLoader { ClipName = shards[0], Type = "pixeldit" }.Run(host.Context()).Outputs[0]!;
        using var encoder = clip.Encoder.Rent();
        Assert.That(encoder.Model.Width, Is.EqualTo(64));
    }
}
