using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Tests.Support;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class RebatchImagesTests
{
    [TestCase(new long[] { 3, 2 }, 2, new long[] { 2, 2, 1 })]
    [TestCase(new long[] { 1, 1, 1 }, 3, new long[] { 3 })]
    [TestCase(new long[] { 4 }, 1, new long[] { 1, 1, 1, 1 })]
    [TestCase(new long[] { 2, 1 }, 4096, new long[] { 3 })]
    public void Run_Batches_AreCutAnewInOrder(long[] sizes, int batchSize, long[] expected)
    {
        using var scope = NewDisposeScope();
        var all = rand([sizes.Sum(), 2, 3, 3], ScalarType.Float32);
        var images = sizes.Select((size, i) => all.narrow(0, sizes.Take(i).Sum(), size)).ToList();

        var batches = Run(images, batchSize);

        Assert.That(batches.Select(b => b.shape[0]), Is.EqualTo(expected));
        Assert.That(cat(batches).eq(all).all().item<bool>());
        batches.ForEach(b => b.Dispose());
    }

    [Test]
    public void Run_ListOfBatchSizes_FirstCounts()
    {
        using var scope = NewDisposeScope();
        var batches = Run([zeros([3, 2, 2, 3], ScalarType.Float32)], 3, 1);
        Assert.That(batches, Has.Count.EqualTo(1));
        batches[0].Dispose();
    }

    [Test]
    public void Run_ImagesOfDifferentSizeInOneBatch_ThrowsAndKeepsNothing()
    {
        using var scope = NewDisposeScope();
        var images = new[] { zeros([2, 4, 4, 3], ScalarType.Float32), zeros([1, 2, 2, 3], ScalarType.Float32) };
        Run(images, 2).ForEach(b => b.Dispose());
        Assert.That(() => Run(images, 3), Throws.Exception);
    }

    [Test]
    public void Run_NoImages_GivesNoBatches() => Assert.That(Run([], 2), Is.Empty);

    private static List<Tensor> Run(IReadOnlyList<Tensor> images, params int[] batchSize) =>
        (List<Tensor>)new RebatchImages { Images = images, BatchSize = batchSize }.Run(new FakeContext()).Outputs[0]!;
}
