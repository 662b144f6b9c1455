using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Latents;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Latents;

[ReleasesTensors]
public class PixelSpaceVaeTests
{
    [Test]
    public void Decode_Latent_IsShiftedCutAndChannelsLast()
    {
        using var scope = NewDisposeScope();
        // Two pixels side by side; per channel: inside, at and outside the range.
        var latent = tensor(new[] { -1f, 1f, 0f, 0.5f, -3f, 7f }).view(1, 3, 1, 2); // [B, 3, H, W]
        var image = PixelSpaceVae.Instance.Decode(latent);
        Assert.Multiple(() =>
        {
            Assert.That(image.shape, Is.EqualTo(new long[] { 1, 1, 2, 3 }));
            Assert.That(image.data<float>().ToArray(), Is.EqualTo(new[] { 0f, 0.5f, 0f, 1f, 0.75f, 1f }));
            Assert.That(latent.data<float>().ToArray(), Is.EqualTo(new[] { -1f, 1f, 0f, 0.5f, -3f, 7f }), "the latent is not changed");
        });
    }

    [Test]
    public void Encode_ImageWithAlpha_DropsAlphaAndIsChannelsFirst()
    {
        using var scope = NewDisposeScope();
        var image = tensor(new[] { 0f, 0.5f, 1f, 0.3f, 0.25f, 0.75f, 0f, 0.9f }).view(1, 1, 2, 4); // [B, H, W, 4]
        var latent = PixelSpaceVae.Instance.Encode(image);
        Assert.Multiple(() =>
        {
            Assert.That(latent.shape, Is.EqualTo(new long[] { 1, 3, 1, 2 }));
            Assert.That(latent.data<float>().ToArray(), Is.EqualTo(new[] { -1f, -0.5f, 0f, 0.5f, 1f, -1f }));
        });
    }

    [Test]
    public void EncodeThenDecode_Image_ComesBack()
    {
        using var scope = NewDisposeScope();
        var image = rand(2, 5, 7, 3);
        var back = PixelSpaceVae.Instance.Decode(PixelSpaceVae.Instance.Encode(image));
        Assert.That((back - image).abs().max().item<float>(), Is.LessThan(1e-6f));
    }

    [Test]
    public void EncodeThenDecode_EightBitValues_AreSavedAsTheyWereLoaded()
    {
        using var scope = NewDisposeScope();
        byte[] every = [.. Enumerable.Range(0, 256).Select(i => (byte)i), .. Enumerable.Range(0, 3 * 256).Select(i => (byte)(i / 3))];
        var values = new float[every.Length];
        PixelConvert.ToUnit(every, values);
        var image = tensor(values).view(1, 1, -1, 1).expand(1, 1, every.Length, 3);

        var back = PixelSpaceVae.Instance.Decode(PixelSpaceVae.Instance.Encode(image));

        Assert.That(back.bytes.SequenceEqual(image.contiguous().bytes), "bit for bit");
        var saved = new byte[every.Length * 3];
        PixelConvert.ToBytes(back.data<float>().ToArray(), saved);
        Assert.That(saved.Where((_, i) => i % 3 == 0), Is.EqualTo(every));
    }

    [Test]
    public void Decode_NaN_StaysNaN()
    {
        using var scope = NewDisposeScope();
        Assert.That(PixelSpaceVae.Instance.Decode(full([1, 3, 1, 1], float.NaN)).data<float>().ToArray(), Is.All.NaN);
    }

    [Test]
    public void Decode_FourChannels_SaysWhatItTakes()
    {
        using var scope = NewDisposeScope();
        var latent = zeros(1, 4, 8, 8);
        Assert.That(() => PixelSpaceVae.Instance.Decode(latent), Throws.ArgumentException.With.Message.Contains("[B, 3, H, W]").And.Message.Contains("[1, 4, 8, 8]"));
    }

    [Test]
    public void Nodes_EncodeAndDecode_LeaveOnlyTheirResults()
    {
        using var scope = NewDisposeScope();
        var image = rand(1, 4, 6, 3);
        var context = new FakeContext();
        var latent = (Latent)new VAEEncode { Pixels = image, Vae = PixelSpaceVae.Instance }.Run(context).Outputs[0]!;
        using var samples = latent.Samples;
        using var decoded = (Tensor)new VAEDecode { Samples = latent, Vae = PixelSpaceVae.Instance }.Run(context).Outputs[0]!;
        Assert.That((decoded - image).abs().max().item<float>(), Is.LessThan(1e-6f));
    }
}
