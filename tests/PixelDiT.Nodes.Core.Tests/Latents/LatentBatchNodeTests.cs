using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Latents;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Latents;

[ReleasesTensors]
public class LatentBatchNodeTests
{
    [Test]
    public void LatentFromBatch_Part_KeepsItsNoiseAndMasks()
    {
        using var scope = NewDisposeScope();
        var batch = Pictures.Latent(4, 1, 1, 1) with { NoiseMask = Pictures.Of([2, 1, 1, 1], 0.25f, 0.5f) };
        var result = new LatentFromBatch { Samples = batch, BatchIndex = 1, Length = 2 }.RunLatent()[0];
        Assert.Multiple(() =>
        {
            Assert.That(result.Samples.Values, Is.EqualTo(new float[] { 1, 2 }));
            Assert.That(result.BatchIndex, Is.EqualTo(new[] { 1, 2 }));
            Assert.That(result.Mask!.Values, Is.EqualTo(new[] { 0.5f, 0.25f }), "two masks for four latents start again");
        });
    }

    [TestCase(-1, 3, new[] { 3f }, new[] { 10L })]
    [TestCase(99, 1, new[] { 3f }, new[] { 10L })]
    [TestCase(-99, 2, new[] { 0f, 1f }, new[] { 7L, 8L })]
    public void LatentFromBatch_IndexOutside_StaysInside(int index, int length, float[] expected, long[] indices)
    {
        using var scope = NewDisposeScope();
        var batch = Pictures.Latent(4, 1, 1, 1) with { BatchIndex = [7, 8, 9, 10], NoiseMask = ones(1, 1, 2, 2) };
        var result = new LatentFromBatch { Samples = batch, BatchIndex = index, Length = length }.RunLatent()[0];
        Assert.That(result.Samples.Values, Is.EqualTo(expected));
        Assert.That(result.BatchIndex, Is.EqualTo(indices));
        Assert.That(result.Mask!.Shape, Is.EqualTo(new[] { 1, 1, 2, 2 }));
    }

    [Test]
    public void RepeatLatentBatch_Masks_StayWithTheirLatents()
    {
        using var scope = NewDisposeScope();
        var masked = Pictures.Latent(3, 1, 1, 1) with { NoiseMask = Pictures.Of([2, 1, 1, 1], 0.25f, 0.5f) };
        Assert.That(new RepeatLatentBatch { Samples = masked, Amount = 2 }.RunLatent()[0].Mask!.Values, Is.EqualTo(new[] { 0.25f, 0.5f, 0.25f, 0.25f, 0.5f, 0.25f }));
        var one = masked with { NoiseMask = Pictures.Of([1, 1, 1, 1], 0.25f) };
        Assert.That(new RepeatLatentBatch { Samples = one, Amount = 2 }.RunLatent()[0].Mask!.Values, Is.EqualTo(new[] { 0.25f }), "one serves all");
    }

    [Test]
    public void LatentBatch_TwoBatches_CountTheirNoiseApart()
    {
        using var scope = NewDisposeScope();
        var node = new LatentBatch
        {
            Samples1 = new Latent { Samples = zeros(2, 3, 1, 1), BatchIndex = [5, 6], NoiseMask = ones(1, 1, 1, 1) },
            Samples2 = new Latent { Samples = Pictures.Of([1, 1, 2, 4], 9, 1, 2, 9, 9, 3, 6, 9).expand(1, 3, 2, 4) },
        };
        var result = node.RunLatent()[0];
        Assert.That(result.Samples.Values, Is.EqualTo(new float[] { 0, 0, 0, 0, 0, 0, 3, 3, 3 }), "the middle of the second, resized");
        Assert.That(result.BatchIndex, Is.EqualTo(new[] { 5, 6, 0 }));
        Assert.That(result.Mask, Is.Not.Null);
    }

    [Test]
    public void LatentBatch_EmptyLatentOfNoModel_TakesTheLayoutOfTheOther()
    {
        using var scope = NewDisposeScope();
        var empty = new Latent { Samples = zeros(1, 4, 1, 2), SpatialDownscale = 8 };
        var result = new LatentBatch { Samples1 = empty, Samples2 = new Latent { Samples = ones(1, 3, 8, 16) } }.RunLatent()[0];
        Assert.That(result.Samples.Shape, Is.EqualTo(new long[] { 2, 3, 8, 16 }));
        Assert.That(result.Samples.Values.Sum(), Is.EqualTo(3 * 8 * 16));
        Assert.That(result.SpatialDownscale, Is.Null);
    }

    [TestCase("random", null, null)]
    [TestCase("random", new[] { 4L, 5L, 6L }, null)]
    [TestCase("fixed", null, new[] { 0L, 0L, 0L })]
    [TestCase("fixed", new[] { 4L, 5L, 6L }, new[] { 4L, 4L, 4L })]
    public void LatentBatchSeedBehavior_Choice_SetsTheIndices(string behaviour, long[]? own, long[]? expected)
    {
        using var scope = NewDisposeScope();
        var node = new LatentBatchSeedBehavior { Samples = Pictures.Latent(3, 1, 1, 1) with { BatchIndex = own }, SeedBehavior = behaviour };
        Assert.That(node.RunLatent()[0].BatchIndex, Is.EqualTo(expected));
    }

    [Test]
    public void RebatchLatents_List_IsCutAnewAndCountedOn()
    {
        using var scope = NewDisposeScope();
        var results = new RebatchLatents { Latents = [Pictures.Latent(3, 1, 1, 1), Pictures.Latent(2, 1, 1, 1)], BatchSize = [2, 9] }.RunLatent();
        Assert.That(results.Select(r => r.Samples.Values), Is.EqualTo(new[] { new float[] { 0, 1 }, [2, 0], [1] }));
        Assert.That(results.Select(r => r.BatchIndex), Is.EqualTo(new[] { new long[] { 0, 1 }, [2, 3], [4] }));
        Assert.That(results.Select(r => r.Mask), Is.All.Null);
    }

    [Test]
    public void RebatchLatents_AnotherSize_EndsABatch()
    {
        using var scope = NewDisposeScope();
        var results = new RebatchLatents { Latents = [Pictures.Latent(1, 1, 1, 1), Pictures.Latent(1, 1, 1, 2), Pictures.Latent(1, 1, 1, 1)], BatchSize = [4] }.RunLatent();
        Assert.That(results.Select(r => r.Samples.Shape[3]), Is.EqualTo(new[] { 1, 2, 1 }));
        Assert.That(results.Select(r => r.BatchIndex![0]), Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public void RebatchLatents_SomeMasked_GivesTheOthersWhiteMasks()
    {
        using var scope = NewDisposeScope();
        var masked = Pictures.Latent(1, 1, 2, 2) with { NoiseMask = full([1, 1, 4, 4], 0.25, ScalarType.Float32) };
        var white = Pictures.Latent(1, 1, 2, 2) with { NoiseMask = ones(1, 1, 2, 2) };
        var results = new RebatchLatents { Latents = [masked, Pictures.Latent(1, 1, 2, 2), white], BatchSize = [2] }.RunLatent();
        Assert.That(results[0].Mask!.Values, Is.EqualTo(new[] { 0.25f, 0.25f, 0.25f, 0.25f, 1, 1, 1, 1 }));
        Assert.That(results[1].Mask, Is.Null, "white everywhere is none");
    }

    [Test]
    public void RebatchLatents_Nothing_GivesNothing() => Assert.That(new RebatchLatents { Latents = [], BatchSize = [2] }.RunLatent(), Is.Empty);

    [Test]
    public void LatentFromBatch_EmptyBatch_SaysSo()
    {
        using var scope = NewDisposeScope();
        Assert.That(() => new LatentFromBatch { Samples = Pictures.Latent(0, 3, 2, 2) }.RunLatent(), Throws.TypeOf<PictureException>());
    }
}
