using System.Net;
using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Execution;

/// <summary>Prompts of which some outputs only are wanted.</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class PartialExecutionTests(CacheMode mode) : ConformanceFixture(mode)
{
    [Test]
    public async Task Item22_FirstOfTwoOutputs_RunsItsChainOnly()
    {
        var (black, white) = (Graph.Image("BLACK"), Graph.Image("WHITE"));
        var (first, second) = (Graph.Save(black.Out(0)), Graph.Save(white.Out(0)));

        var result = await Client.RunAsync(Graph, first);

        Assert.That((result.RanOrWasCached(black), result.RanOrWasCached(first), result.Ran(white), result.Ran(second)), Is.EqualTo((true, true, false, false)));
        Assert.That((result.ImagesOf(first).Count, result.ImagesOf(second).Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Item23_TwoOfThreeOutputs_LeavesTheOtherOut()
    {
        GraphNode[] images = [Graph.Image("BLACK"), Graph.Image("WHITE"), Graph.Image("NOISE")];
        GraphNode[] saves = [.. images.Select(i => Graph.Save(i.Out(0)))];

        var result = await Client.RunAsync(Graph, saves[0], saves[2]);

        Assert.That(images.Concat(saves).Select(n => n == images[1] || n == saves[1] ? result.Ran(n) : !result.RanOrWasCached(n)), Is.All.False);
    }

    [Test]
    public async Task Item24_OutputNodeInBetween_RunsAsADependency()
    {
        var black = Graph.Image("BLACK");
        var between = Graph.Node("TestOutputNodeWithSocketOutput", ("image", black.Out(0)), ("value", 2.0));
        var mix = Graph.Node("TestLazyMixImages", ("image1", between.Out(0)), ("image2", black.Out(0)), ("mask", Graph.Mask(0.5).Out(0)));
        var save = Graph.Save(mix.Out(0));

        var result = await Client.RunAsync(Graph, save);

        Assert.That(new[] { black, between, mix, save }.Select(result.RanOrWasCached), Is.All.True);
    }

    [Test]
    public async Task Item25_LazyNodes_AreAskedInTheWantedChainOnly()
    {
        var (black, white, noise) = (Graph.Image("BLACK"), Graph.Image("WHITE"), Graph.Image("NOISE"));
        var (empty, half) = (Graph.Mask(0.0), Graph.Mask(0.5));
        var first = Graph.Node("TestLazyMixImages", ("image1", black.Out(0)), ("image2", white.Out(0)), ("mask", empty.Out(0)));
        var second = Graph.Node("TestLazyMixImages", ("image1", white.Out(0)), ("image2", noise.Out(0)), ("mask", half.Out(0)));
        var (wanted, other) = (Graph.Save(first.Out(0)), Graph.Save(second.Out(0)));

        var result = await Client.RunAsync(Graph, wanted);

        Assert.That(new[] { black, empty, first, wanted }.Select(result.RanOrWasCached), Is.All.True);
        Assert.That(new[] { white, noise, half, second, other }.Select(result.Ran), Is.All.False);
    }

    [Test]
    public async Task Item26_ChainOfOutputNodes_LeavesTheirOtherConsumersOut()
    {
        var (black, white) = (Graph.Image("BLACK"), Graph.Image("WHITE"));
        var first = Graph.Node("TestOutputNodeWithSocketOutput", ("image", black.Out(0)), ("value", 1.5));
        var second = Graph.Node("TestOutputNodeWithSocketOutput", ("image", first.Out(0)), ("value", 2.0));
        var (firstSave, secondSave, otherSave) = (Graph.Save(first.Out(0)), Graph.Save(second.Out(0)), Graph.Save(white.Out(0)));

        var result = await Client.RunAsync(Graph, secondSave);

        Assert.That(new[] { black, first, second, secondSave }.Select(result.RanOrWasCached), Is.All.True);
        Assert.That(new[] { white, firstSave, otherSave }.Select(result.Ran), Is.All.False);
    }

    [Test]
    public void Item27_NoOutputWanted_IsRefused()
    {
        Graph.Save(Graph.Image("BLACK").Out(0));

        var refused = Assert.ThrowsAsync<RefusedException>(() => Client.SubmitAsync(Graph, []))!;

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string)refused.Answer["error"]!["type"]!, Is.EqualTo("prompt_no_outputs"));
    }
}
