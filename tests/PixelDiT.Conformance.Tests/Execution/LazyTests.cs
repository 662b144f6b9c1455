using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Execution;

/// <summary>Inputs that are computed only when they are asked for.</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class LazyTests(CacheMode mode) : ConformanceFixture(mode)
{
    [Test]
    public async Task Item01_MixWithEmptyMask_DoesNotNeedTheSecondImage()
    {
        var (black, white, mask) = (Graph.Image("BLACK", 512), Graph.Image("WHITE", 512), Graph.Mask(0.0, 512));
        var mix = Graph.Node("TestLazyMixImages", ("image1", black.Out(0)), ("image2", white.Out(0)), ("mask", mask.Out(0)));
        var save = Graph.Save(mix.Out(0));

        var result = await Client.RunAsync(Graph);

        AssertAll(result.ImagesOf(save).Single(), 0);
        Assert.That((result.Ran(black), result.Ran(white), result.Ran(mask), result.Ran(mix)), Is.EqualTo((true, false, true, true)));
    }

    [Test]
    public async Task Item16_MaskList_NeedsWhatAnyElementNeeds()
    {
        var masks = Graph.Mask(Graph.Node("TestMakeListNode", ("value1", 0.0), ("value2", 0.5), ("value3", 1.0)).Out(0));
        var mix = Graph.Node("TestLazyMixImages", ("image1", Graph.Image("BLACK").Out(0)), ("image2", Graph.Image("WHITE").Out(0)), ("mask", masks.Out(0)));
        var rebatched = Graph.Node("RebatchImages", ("images", mix.Out(0)), ("batch_size", 3));
        var save = Graph.Save(rebatched.Out(0));

        var images = (await Client.RunAsync(Graph)).ImagesOf(save);

        Assert.That(images, Has.Count.EqualTo(3));
        AssertAll(images[0], 0);
        AssertAll(images[1], 127);
        AssertAll(images[2], 255);
    }

    [Test]
    public async Task Item35_SleepThatIsNotNeeded_DoesNotRun()
    {
        var mask = Graph.Mask(0.0);
        var first = Graph.Node("TestSleep", ("value", Graph.Image("BLACK").Out(0)), ("seconds", 0.1));
        var second = Graph.Node("TestSleep", ("value", Graph.Image("WHITE").Out(0)), ("seconds", 30.0));
        Graph.Save(Graph.Node("TestLazyMixImages", ("image1", first.Out(0)), ("image2", second.Out(0)), ("mask", mask.Out(0))).Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That((result.Ran(first), result.Ran(second)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Item36_LiteralsOfLazyInputs_AreThereAlready()
    {
        var node = Graph.Node("TestAsyncLazyCheck", ("input1", "value1"), ("input2", "value2"), ("condition", true));
        var save = Graph.Save(node.Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That(result.Ran(node), Is.True);
        AssertAll(result.ImagesOf(save).Single(), 255);
    }

    [Test]
    public async Task Lazy_Reentry_IsToldAgain()
    {
        var (black, white, mask) = (Graph.Image("BLACK"), Graph.Image("WHITE"), Graph.Mask(0.5));
        var mix = Graph.Node("TestLazyMixImages", ("image1", black.Out(0)), ("image2", white.Out(0)), ("mask", mask.Out(0)));
        Graph.Save(mix.Out(0));

        var started = (await Client.RunAsync(Graph)).Started.ToList();

        Assert.That(started.Count(id => id == mix.Id), Is.EqualTo(2), "once to ask, once to run");
        Assert.That(started.IndexOf(mix.Id), Is.LessThan(started.IndexOf(black.Id)));
        Assert.That(started.LastIndexOf(mix.Id), Is.GreaterThan(started.IndexOf(white.Id)));
    }
}
