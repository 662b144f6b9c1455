using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Latents;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Latents;

[ReleasesTensors]
public class LatentMixNodeTests
{
    [Test]
    public void LatentAddSubtractMultiply_Values_AreCombined()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (new Latent { Samples = Pictures.Of([2, 1, 1, 1], 5, 7), BatchIndex = [8, 9] }, new Latent { Samples = Pictures.Of([1, 1, 1, 1], 3) });
        var sum = new LatentAdd { Samples1 = a, Samples2 = b }.RunLatent()[0];
        Assert.Multiple(() =>
        {
            Assert.That(sum.Samples.Values, Is.EqualTo(new float[] { 8, 10 }));
            Assert.That(sum.BatchIndex, Is.EqualTo(new[] { 8, 9 }));
            Assert.That(new LatentSubtract { Samples1 = a, Samples2 = b }.RunLatent()[0].Samples.Values, Is.EqualTo(new float[] { 2, 4 }));
            Assert.That(new LatentSubtract { Samples1 = b, Samples2 = a }.RunLatent()[0].Samples.Values, Is.EqualTo(new float[] { -2 }), "the first batch decides");
            Assert.That(new LatentMultiply { Samples = a, Multiplier = -2 }.RunLatent()[0].Samples.Values, Is.EqualTo(new float[] { -10, -14 }));
        });
    }

    [Test]
    public void LatentAdd_OtherSize_IsResizedToTheFirst()
    {
        using var scope = NewDisposeScope();
        var node = new LatentAdd { Samples1 = new Latent { Samples = zeros(1, 1, 1, 1) }, Samples2 = new Latent { Samples = Pictures.Of([1, 1, 2, 2], 1, 2, 3, 6) } };
        Assert.That(node.RunLatent()[0].Samples.Values, Is.EqualTo(new float[] { 3 }));
    }

    [Test]
    public void LatentAdd_OtherModel_SaysWhy()
    {
        using var scope = NewDisposeScope();
        var node = new LatentAdd { Samples1 = Pictures.Latent(1, 3, 2, 2), Samples2 = Pictures.Latent(1, 16, 2, 2) };
        Assert.That(() => node.RunLatent(), Throws.TypeOf<PictureException>().With.Message.Contains("3 and of 16 channels"));
    }

    [Test]
    public void LatentInterpolate_TwoLatents_BlendsDirectionAndLengthApart()
    {
        using var scope = NewDisposeScope();
        // Per latent of the batch (2, 0) and (0, 4), then a vector without direction.
        var node = new LatentInterpolate
        {
            Samples1 = new Latent { Samples = Pictures.Of([2, 2, 1, 1], 2, 0, 0, 0) },
            Samples2 = new Latent { Samples = Pictures.Of([2, 2, 1, 1], 0, 4, 0, 5) },
            Ratio = 0.5,
        };
        var diagonal = (float)(3 / Math.Sqrt(2));
        Assert.That(node.RunLatent()[0].Samples.Values, Is.EqualTo(new[] { diagonal, diagonal, 0, 2.5f }).Within(1e-6f));
    }

    [TestCase(1.0, new[] { 1f, 1f })]
    [TestCase(0.25, new[] { 0.25f, 1.75f })]
    public void LatentBlend_Factor_IsTheShareOfTheFirst(double factor, float[] expected)
    {
        using var scope = NewDisposeScope();
        var node = new LatentBlend
        {
            Samples1 = new Latent { Samples = ones(1, 1, 1, 1), BatchIndex = [4] },
            Samples2 = new Latent { Samples = Pictures.Of([2, 1, 1, 1], 0, 2) },
            BlendFactor = factor,
        };
        var result = node.RunLatent()[0];
        Assert.That(result.Samples.Values, Is.EqualTo(expected));
        Assert.That(result.BatchIndex, Is.Null, "two latents have no use for one index");
    }

    [Test]
    public void LatentBlend_TwoAndThree_SaysThatTheyDoNotFit()
    {
        using var scope = NewDisposeScope();
        var node = new LatentBlend { Samples1 = Pictures.Latent(2, 1, 1, 1), Samples2 = Pictures.Latent(3, 1, 1, 1) };
        Assert.That(() => node.RunLatent(), Throws.TypeOf<PictureException>());
    }

    [TestCase("x", new[] { 0f, 1f, 9f })]
    [TestCase("-x", new[] { 9f, 0f, 1f })]
    public void LatentConcat_Side_JoinsAndRepeatsTheSecond(string dim, float[] expected)
    {
        using var scope = NewDisposeScope();
        var node = new LatentConcat
        {
            Samples1 = new Latent { Samples = Pictures.Counting(1, 1, 1, 2).expand(2, 1, 1, 2) },
            Samples2 = new Latent { Samples = Pictures.Of([1, 1, 1, 1], 9) },
            Dim = dim,
        };
        Assert.That(node.RunLatent()[0].Samples.Values, Is.EqualTo(expected.Concat(expected)));
    }

    [Test]
    public void LatentConcat_OtherWidth_IsRefusedDownAndTakenAcross()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Pictures.Latent(1, 1, 1, 2), Pictures.Latent(1, 1, 1, 1));
        Assert.That(() => new LatentConcat { Samples1 = a, Samples2 = b, Dim = "y" }.RunLatent(), Throws.TypeOf<PictureException>().With.Message.Contains("widths must be equal"));
        Assert.That(new LatentConcat { Samples1 = a, Samples2 = a, Dim = "-y" }.RunLatent()[0].Samples.Values, Is.EqualTo(new float[] { 0, 1, 0, 1 }));
    }

    [TestCase(1, 1, 0, new[] { 0f, 0f, 0f, 0f, 1f, 1f, 0f, 1f, 1f })]
    [TestCase(2, 0, 0, new[] { 0f, 0f, 1f, 0f, 0f, 1f, 0f, 0f, 0f })]
    [TestCase(3, 0, 9, new[] { 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f })]
    [TestCase(1, 1, 2, new[] { 0f, 0f, 0f, 0f, 0.25f, 0.5f, 0f, 0.5f, 1f }, Description = "soft above and left; hard where both end")]
    public void LatentComposite_Place_IsInPixels(int x, int y, int feather, float[] expected)
    {
        using var scope = NewDisposeScope();
        var (to, from) = (new Latent { Samples = zeros(1, 1, 3, 3) }, new Latent { Samples = ones(1, 1, 2, 2) });
        var result = new LatentComposite { SamplesTo = to, SamplesFrom = from, X = x, Y = y, Feather = feather }.RunLatent()[0];
        Assert.That(result.Samples.Values, Is.EqualTo(expected));
        Assert.That(Picture.Of(to.Samples).Values, Is.All.Zero, "the input is not changed");
    }

    [Test]
    public void LatentComposite_OntoAnEmptyLatentOfNoModel_PastesPixels()
    {
        using var scope = NewDisposeScope();
        var empty = new Latent { Samples = zeros(1, 4, 2, 2), SpatialDownscale = 8 };
        var result = new LatentComposite { SamplesTo = empty, SamplesFrom = new Latent { Samples = ones(1, 3, 4, 4) }, X = 8, Y = 15 }.RunLatent()[0];
        Assert.That(result.Samples.Shape, Is.EqualTo(new long[] { 1, 3, 16, 16 }));
        Assert.That(result.Samples.Values.Sum(), Is.EqualTo(3 * 4), "one row of four is seen");
    }

    [Test]
    public void LatentCompositeMasked_MaskAndResize_AreApplied()
    {
        using var scope = NewDisposeScope();
        var node = new LatentCompositeMasked
        {
            Destination = new Latent { Samples = zeros(1, 1, 2, 2) },
            Source = new Latent { Samples = Pictures.Of([1, 1, 1, 1], 4) },
            ResizeSource = true,
            Mask = Pictures.Of([1, 2, 2], 1, 0.5f, 0, 0.25f),
        };
        Assert.That(node.RunLatent()[0].Samples.Values, Is.EqualTo(new float[] { 4, 2, 0, 1 }));
    }

    [Test]
    public void TiledNodes_AnyTiles_GiveWhatTheOthersGive()
    {
        using var scope = NewDisposeScope();
        var image = Pictures.Of([1, 1, 2, 3], 0, 0.25f, 0.5f, 0.75f, 1, 0);
        var encoded = new VAEEncodeTiled { Pixels = image, Vae = PixelSpaceVae.Instance, TileSize = 64, Overlap = 4096 }.RunLatent()[0].Samples;
        Assert.That(encoded.Values, Is.EqualTo(new[] { -1, 0.5f, -0.5f, 1, 0, -1 }));
        var latent = new Latent { Samples = Pictures.Of(encoded.Shape, encoded.Values) };
        Assert.That(new VAEDecodeTiled { Samples = latent, Vae = PixelSpaceVae.Instance, TileSize = 64 }.Run()[0].Values, Is.EqualTo(Picture.Of(image).Values));
    }
}
