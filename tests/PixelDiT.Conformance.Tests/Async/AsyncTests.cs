using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Async;

/// <summary>Nodes that wait without keeping others from running.</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class AsyncTests(CacheMode mode) : ConformanceFixture(mode)
{
    [Test]
    public async Task Item19_ThreeSleeps_Overlap()
    {
        var image = Graph.Image("BLACK");
        GraphNode[] sleeps = [.. new[] { 0.29, 0.31, 0.3 }.Select(s => Sleep(image, s))];
        foreach (var sleep in sleeps)
        {
            Graph.Preview(sleep.Out(0));
        }

        AssertOverlap(await Client.RunAsync(Graph), sleeps);
    }

    [Test]
    public async Task Item31_Sleep_PassesItsValueOn()
    {
        var sleep = Sleep(Graph.Image("BLACK"), 0.1);
        var save = Graph.Save(sleep.Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That((result.Ran(sleep), result.Ran(save)), Is.EqualTo((true, true)));
        AssertAll(result.ImagesOf(save).Single(), 0);
    }

    [Test]
    public async Task Item32_SleepsOfDifferentLength_EndInTheOrderOfTheirLength()
    {
        var image = Graph.Image("BLACK");
        GraphNode[] sleeps = [Sleep(image, 1.2), Sleep(image, 0.8), Sleep(image, 0.4)];
        foreach (var sleep in sleeps)
        {
            Graph.Preview(sleep.Out(0));
        }

        var result = await Client.RunAsync(Graph);

        AssertOverlap(result, sleeps);
        Assert.That(sleeps.Reverse().Select(result.EndOf), Is.Ordered);
    }

    [Test]
    public async Task Item33_ConsumerOfTwoSleeps_WaitsForBoth()
    {
        GraphNode[] sleeps = [Sleep(Graph.Image("BLACK"), 0.2), Sleep(Graph.Image("WHITE"), 0.2)];
        var average = Graph.Node("TestVariadicAverage", ("input1", sleeps[0].Out(0)), ("input2", sleeps[1].Out(0)));
        var save = Graph.Save(average.Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That((result.Ran(average), result.Ran(save)), Is.EqualTo((true, true)));
        Assert.That(result.StartOf(average), Is.GreaterThan(sleeps.Max(result.EndOf)));
        AssertAll(result.ImagesOf(save).Single(), 127);
    }

    [Test]
    public async Task Item43_Sleep_IsCached()
    {
        var sleep = Sleep(Graph.Image("BLACK"), 0.2);
        Graph.Save(sleep.Out(0));
        var first = await Client.RunAsync(Graph);

        var second = await Client.RunAsync(Graph);

        Assert.That((first.Ran(sleep), second.Ran(sleep)), Is.EqualTo((true, !Mode.KeepsResults)));
    }

    [Test]
    public async Task Item45_Resources_AreFreeAgainForTheNextRun()
    {
        var image = Graph.Image("BLACK");
        GraphNode[] users =
            [.. Enumerable.Range(0, 5).Select(i => Graph.Node("TestAsyncResourceUser", ("value", image.Out(0)), ("resource_id", $"{Mode}_{i}"), ("duration", 0.1)))];
        foreach (var user in users)
        {
            Graph.Preview(user.Out(0));
        }

        var first = await Client.RunAsync(Graph);
        var second = await Client.RunAsync(Graph);

        Assert.That(users.Select(first.Ran), Is.All.True);
        Assert.That(users.Select(second.Ran), Is.All.EqualTo(!Mode.KeepsResults));
    }

    [Test]
    public async Task Item46_SynchronousAndAsynchronousNodes_RunInOneChain()
    {
        var mix = Graph.Node("TestLazyMixImages", ("image1", Graph.Image("BLACK").Out(0)), ("image2", Graph.Image("WHITE").Out(0)), ("mask", Graph.Mask(0.5).Out(0)));
        var firstSleep = Sleep(mix, 0.1);
        var half = Graph.Node("TestCustomValidation1", ("input1", firstSleep.Out(0)), ("input2", 0.5));
        var secondSleep = Sleep(half, 0.1);
        var save = Graph.Save(secondSleep.Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That(new[] { mix, firstSleep, half, secondSleep }.Select(result.Ran), Is.All.True);
        AssertAll(result.ImagesOf(save).Single(), 63);
    }

    [Test]
    public async Task Item47_Sleep_CanBeInterrupted()
    {
        var sleep = Sleep(Graph.Image("BLACK"), 30);
        Graph.Preview(sleep.Out(0));
        var promptId = await Client.SubmitAsync(Graph);
        await Client.Socket.UntilAsync(m => m.Type == "executing" && (string?)m.Data!["node"] == sleep.Id);

        using var nothing = new StringContent("");
        using var answer = await Server.Http.PostAsync(new Uri("/interrupt", UriKind.Relative), nothing);

        var last = await Client.Socket.UntilNothingRunsAsync();
        Assert.That(last.Single(m => m.Type == "execution_interrupted").Data!["node_id"]!.ToString(), Is.EqualTo(sleep.Id));
        Assert.That((string)(await Client.JobDoneAsync(promptId))["status"]!, Is.EqualTo("cancelled"));
    }

    [Test]
    public async Task Elements_OfAList_Overlap()
    {
        // Each element takes its place for 0.1 s and at most two have one at a time.
        var values = Graph.Node("TestMakeListNode", ("value1", Graph.Image("BLACK").Out(0)), ("value2", Graph.Image("WHITE").Out(0)), ("value3", Graph.Image("BLACK").Out(0)));
        var limited = Graph.Node("TestAsyncConcurrentLimit", ("value", values.Out(0)), ("duration", 0.1), ("node_id", 1));
        var preview = Graph.Preview(limited.Out(0));

        var images = (await Client.RunAsync(Graph)).ImagesOf(preview);

        Assert.That(images.Select(i => i.Bytes(0)[0]), Is.EqualTo(new byte[] { 0, 255, 0 }), "in the order of the list");
    }

    [Test]
    public async Task Resource_UsedTwiceAtOnce_Fails()
    {
        // Both elements run at the same time, so the second finds the resource in use.
        var values = Graph.Node("TestMakeListNode", ("value1", 1), ("value2", 2));
        var user = Graph.Node("TestAsyncResourceUser", ("value", values.Out(0)), ("resource_id", "shared"), ("duration", 0.5));
        Graph.Node("PreviewAny", ("source", user.Out(0)));

        var data = Assert.ThrowsAsync<NodeFailedException>(() => Client.RunAsync(Graph))!.Data;

        Assert.That((string)data["exception_message"]!, Is.EqualTo("Resource shared is already in use!\n"));
        Assert.That((string)(await Client.JobDoneAsync((string)data["prompt_id"]!))["status"]!, Is.EqualTo("failed"));
    }

    private GraphNode Sleep(GraphNode value, double seconds) => Graph.Node("TestSleep", ("value", value.Out(0)), ("seconds", seconds));
}
