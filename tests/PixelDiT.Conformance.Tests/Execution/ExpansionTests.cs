using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Execution;

/// <summary>Nodes that put other nodes in their place, and links under undeclared names.</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class ExpansionTests(CacheMode mode) : ConformanceFixture(mode)
{
    [Test]
    public async Task Item13_UndeclaredLinks_AreFollowed()
    {
        var average = Graph.Node("TestVariadicAverage");
        foreach (var (content, i) in new[] { "BLACK", "WHITE", "BLACK", "BLACK" }.Select((c, i) => (c, i)))
        {
            average.Set($"input{i + 1}", Graph.Image(content).Out(0));
        }

        var save = Graph.Save(average.Out(0));

        AssertAll((await Client.RunAsync(Graph)).ImagesOf(save).Single(), 63);
    }

    [Test]
    public async Task Item14_ForLoop_RunsItsBodyAsOftenAsAsked()
    {
        var black = Graph.Image("BLACK");
        var changing = Graph.Node("TestCustomIsChanged", ("should_change", true), ("image", Graph.Image("WHITE").Out(0)));
        var open = Graph.Node("TestForLoopOpen", ("remaining", 4), ("initial_value1", changing.Out(0)));
        var body = Graph.Node("TestVariadicAverage", ("input1", black.Out(0)), ("input2", open.Out(2)));
        var close = Graph.Node("TestForLoopClose", ("flow_control", open.Out(0)), ("initial_value1", body.Out(0)));
        var save = Graph.Save(close.Out(0));

        foreach (var (times, expected) in new[] { (1, 127), (2, 63), (3, 31), (4, 15) })
        {
            open.Set("remaining", times);

            var result = await Client.RunAsync(Graph);

            AssertAll(result.ImagesOf(save).Single(), (byte)expected);
            Assert.That(result.Ran(changing), Is.True);
        }
    }

    [Test]
    public async Task Item15_PlainAndNamedResultsAndExpansions_InOneListKeepTheirOrder()
    {
        var values = Graph.Node("TestMakeListNode", ("value1", 0.1), ("value2", 0.2), ("value3", 0.3));
        var mixed = Graph.Node("TestMixedExpansionReturns", ("input1", values.Out(0)));
        var first = Graph.Save(mixed.Out(0));
        var second = Graph.Save(mixed.Out(1));

        var result = await Client.RunAsync(Graph);

        Assert.That((result.ImagesOf(first).Count, result.ImagesOf(second).Count), Is.EqualTo((3, 3)));
        foreach (var (image, expected) in result.ImagesOf(first).Zip([25, 51, 76]))
        {
            AssertAll(image, (byte)expected);
        }

        foreach (var image in result.ImagesOf(second))
        {
            AssertAll(image, 255);
        }
    }

    [Test]
    public async Task Item20_SleepsInAnExpansion_Overlap()
    {
        var maker = Graph.Node("TestParallelSleep", ("image1", Graph.Image("BLACK").Out(0)), ("image2", Graph.Image("WHITE").Out(0)), ("image3", Graph.Image("WHITE").Out(0)),
            ("sleep1", 0.48), ("sleep2", 0.49), ("sleep3", 0.5));
        var save = Graph.Save(maker.Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That(result.Ran(maker), Is.True);
        AssertOverlap(result, [.. Enumerable.Range(1, 3).Select(i => new GraphNode($"{maker.Id}.0.0.{i}", "TestSleep", []))]);
        AssertAll(result.ImagesOf(save).Single(), 170);
    }

    [Test]
    public async Task Item44_SleepsMadeAtRunTime_Overlap()
    {
        var maker = Graph.Node("TestDynamicAsyncGeneration", ("image1", Graph.Image("BLACK").Out(0)), ("image2", Graph.Image("WHITE").Out(0)), ("num_async_nodes", 5), ("sleep_duration", 0.4));
        var save = Graph.Save(maker.Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That(result.Ran(maker), Is.True);
        AssertOverlap(result, [.. Enumerable.Range(1, 5).Select(i => new GraphNode($"{maker.Id}.0.0.{i}", "TestSleep", []))]);
        AssertAll(result.ImagesOf(save).Single(), 102);
    }

    [Test]
    public async Task Expansion_Cached_IsNotMadeAgain()
    {
        var maker = Graph.Node("TestMixedExpansionReturns", ("input1", 0.3));
        var save = Graph.Save(maker.Out(0));
        await Client.RunAsync(Graph);

        var second = await Client.RunAsync(Graph);

        Assert.That(second.Started.Any(id => id.StartsWith(maker.Id, StringComparison.Ordinal)), Is.EqualTo(!Mode.KeepsResults));
        AssertAll(second.ImagesOf(save).Single(), 76);
    }
}
