using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Execution;

/// <summary>What runs again, and what does not.</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class CachingTests(CacheMode mode) : ConformanceFixture(mode)
{
    [Test]
    public async Task Item02_SamePromptTwice_RunsNothingTheSecondTime()
    {
        var nodes = NoisyMix();
        var save = Graph.Save(nodes[^1].Out(0));
        await Client.RunAsync(Graph);

        var second = await Client.RunAsync(Graph);

        Assert.That(nodes.Append(save).Select(second.Ran), Is.All.EqualTo(!Mode.KeepsResults));
        Assert.That(nodes.Append(save).Select(second.WasCached), Is.All.EqualTo(Mode.KeepsResults));
        Assert.That(second.ImagesOf(save), Has.Count.EqualTo(1), "a cached output stays in history");
    }

    [Test]
    public async Task Item03_OneInputChanged_KeepsWhatDoesNotDependOnIt()
    {
        var nodes = NoisyMix();
        Graph.Save(nodes[^1].Out(0));
        await Client.RunAsync(Graph);
        nodes[2].Set("value", 0.4);

        var second = await Client.RunAsync(Graph);

        Assert.That(nodes[..2].Select(second.Ran), Is.All.EqualTo(!Mode.KeepsResults), "the stubs");
        Assert.That(nodes[2..].Select(second.Ran), Is.All.True, "mask and mix");
    }

    [Test]
    public async Task Item12_IsChanged_DecidesWhetherANodeRunsAgain()
    {
        // The output is declared first and the source last.
        var save = Graph.Node("SaveImage");
        var node = Graph.Node("TestCustomIsChanged", ("should_change", false));
        var image = Graph.Image("BLACK");
        save.Set("images", node.Out(0));
        node.Set("image", image.Out(0));

        var first = await Client.RunAsync(Graph);
        var second = await Client.RunAsync(Graph);
        node.Set("should_change", true);
        var third = await Client.RunAsync(Graph);
        var fourth = await Client.RunAsync(Graph);

        Assert.That((first.Ran(node), second.Ran(node), third.Ran(node), fourth.Ran(node)), Is.EqualTo((true, !Mode.KeepsResults, true, true)));
        Assert.That(fourth.Ran(image), Is.EqualTo(!Mode.KeepsResults), "its source is as it was");
    }

    [Test]
    public async Task Item17_TwoEqualOutputs_BothHaveTheirImage()
    {
        var image = Graph.Image("BLACK");
        var first = Graph.Save(image.Out(0));
        var second = Graph.Save(image.Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That((result.ImagesOf(first).Count, result.ImagesOf(second).Count), Is.EqualTo((1, 1)));
        Assert.That(new[] { first, second }.Count(result.Ran), Is.EqualTo(Mode.KeepsResults ? 1 : 2), "with a cache the second is served from the first");
        Assert.That(result.Messages.Where(m => m.Type == "executed").Select(m => (string)m.Data!["node"]!), Is.EquivalentTo(new[] { first.Id, second.Id }), "both are told");
    }

    [Test]
    public async Task Item18_IsChanged_SeesConstantsOnly()
    {
        var image = Graph.Node("StubConstantImage", ("value", 0.5), ("height", 64), ("width", 64), ("batch_size", 1));
        var node = Graph.Node("TestIsChangedWithConstants", ("image", image.Out(0)), ("value", 0.5));
        var preview = Graph.Preview(node.Out(0));

        var first = await Client.RunAsync(Graph);
        var second = await Client.RunAsync(Graph);

        AssertAll(first.ImagesOf(preview).Single(), 63);
        AssertAll(second.ImagesOf(preview).Single(), 63);
        Assert.That(second.Ran(node), Is.EqualTo(!Mode.KeepsResults));
    }

    [Test]
    public async Task Item28_CachedOutputWithoutClient_IsInTheJob()
    {
        var save = Graph.Save(Graph.Image("BLACK", 32).Out(0));
        await Client.RunAsync(Graph);

        var job = await Client.JobDoneAsync(await Client.SubmitAsync(Graph, withClientId: false));

        Assert.That((string)job["status"]!, Is.EqualTo("completed"));
        Assert.That(job["outputs"]!.AsObject().Select(o => o.Key), Is.EqualTo(new[] { save.Id }));
    }

    [Test]
    public async Task UniqueId_InANode_KeepsItsResultToItself()
    {
        var image = Graph.Image("BLACK");
        var first = Graph.Node("TestSleep", ("value", image.Out(0)), ("seconds", 0.0));
        var second = Graph.Node("TestSleep", ("value", image.Out(0)), ("seconds", 0.0));
        Graph.Preview(first.Out(0));
        Graph.Preview(second.Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That((result.Ran(first), result.Ran(second)), Is.EqualTo((true, true)), "two equal sleeps both run");
    }

    [Test]
    public async Task Renumbered_Graph_IsServedFromTheCache()
    {
        Graph.Save(Graph.Image("BLACK", 48).Out(0));
        await Client.RunAsync(Graph);
        var renumbered = new GraphBuilder("other ids ");
        var image = renumbered.Image("BLACK", 48);
        var save = renumbered.Save(image.Out(0));

        var result = await Client.RunAsync(renumbered);

        Assert.That((result.Ran(image), result.Ran(save)), Is.EqualTo((!Mode.KeepsResults, !Mode.KeepsResults)));
        Assert.That(result.ImagesOf(save), Has.Count.EqualTo(1));
    }

    // Black, noise, mask of 0.5, their mix.
    private GraphNode[] NoisyMix()
    {
        var black = Graph.Image("BLACK");
        var noise = Graph.Image("NOISE");
        var mask = Graph.Mask(0.5);
        return [black, noise, mask, Graph.Node("TestLazyMixImages", ("image1", black.Out(0)), ("image2", noise.Out(0)), ("mask", mask.Out(0)))];
    }
}
