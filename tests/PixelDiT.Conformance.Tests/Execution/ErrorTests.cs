using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Execution;

/// <summary>Nodes that fail, and what comes after.</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class ErrorTests(CacheMode mode) : ConformanceFixture(mode)
{
    [TearDown]
    public async Task TheNextPromptRuns()
    {
        var graph = new GraphBuilder("after ");
        var preview = graph.Preview(graph.Image("BLACK", 32).Out(0));
        Assert.That((await Client.RunAsync(graph)).ImagesOf(preview), Has.Count.EqualTo(1));
    }

    [Test]
    public void Item04_ImagesOfDifferentSize_FailWithTheNodeAndItsInputs()
    {
        var (black, noise, mask) = (Graph.Image("BLACK"), Graph.Image("NOISE", 32), Graph.Mask(0.5));
        var mix = Graph.Node("TestLazyMixImages", ("image1", black.Out(0)), ("image2", noise.Out(0)), ("mask", mask.Out(0)));
        Graph.Save(mix.Out(0));

        var data = Failed();

        Assert.That(((string)data["node_id"]!, (string)data["node_type"]!), Is.EqualTo((mix.Id, "TestLazyMixImages")));
        Assert.That((string)data["prompt_id"]!, Is.Not.Empty);
        Assert.That(data["executed"]!.AsArray().Select(n => (string)n!), Is.EquivalentTo(new[] { black.Id, noise.Id, mask.Id }));
        Assert.That(data["current_inputs"]!.AsObject().Select(i => i.Key), Is.EquivalentTo(new[] { "image1", "image2", "mask" }));
        Assert.That(data["current_inputs"]!.ToJsonString(), Has.Length.LessThan(1000), "tensors by shape and type only");
        Assert.That(data["current_outputs"]!.AsArray(), Has.Count.EqualTo(Mode == CacheMode.None ? 0 : 5), "all nodes of the prompt, none without a cache");
    }

    [Test]
    public async Task Item10_DynamicCycle_IsBlamedOnItsMakerAndStoredAsError()
    {
        var maker = Graph.Node("TestDynamicDependencyCycle", ("input1", Graph.Image("BLACK").Out(0)), ("input2", Graph.Image("WHITE").Out(0)));
        Graph.Save(maker.Out(0));

        var data = Failed();

        Assert.That((string)data["node_id"]!, Is.EqualTo(maker.Id));
        Assert.That(((string)data["exception_message"]!, (string)data["exception_type"]!), Is.EqualTo(("Dependency cycle detected", "graph.DependencyCycleError")));
        Assert.That((data["traceback"]!.ToJsonString(), data["current_inputs"]!.ToJsonString()), Is.EqualTo(("[]", "[]")));
        var job = await Client.JobDoneAsync((string)data["prompt_id"]!);
        Assert.That(((string)job["status"]!, (string)job["execution_status"]!["status_str"]!), Is.EqualTo(("failed", "error")));
    }

    [Test]
    public void Item37_AsynchronousNode_Fails()
    {
        var node = Graph.Node("TestAsyncError", ("value", Graph.Image("BLACK").Out(0)), ("error_after", 0.1));
        Graph.Save(node.Out(0));

        var data = Failed();

        Assert.That((string)data["node_id"]!, Is.EqualTo(node.Id));
        Assert.That((string)data["exception_message"]!, Is.EqualTo("Intentional async execution error for testing\n"));
        Assert.That(data["current_inputs"]!.AsObject(), Is.Empty);
    }

    [Test]
    public void Item39_Timeout_SaysSo()
    {
        var node = Graph.Node("TestAsyncTimeout", ("value", Graph.Image("BLACK").Out(0)), ("timeout", 0.1), ("operation_time", 2.0));
        Graph.Save(node.Out(0));

        Assert.That(Failed().ToJsonString(), Does.Contain("timeout").IgnoreCase);
    }

    [Test]
    public async Task Item40_AfterAnAsynchronousError_AnotherPromptRuns()
    {
        Graph.Save(Graph.Node("TestAsyncError", ("value", Graph.Image("BLACK").Out(0)), ("error_after", 0.1)).Out(0));
        Failed();
        var next = new GraphBuilder("recovery ");
        var sleep = next.Node("TestSleep", ("value", next.Image("WHITE").Out(0)), ("seconds", 0.1));
        next.Save(sleep.Out(0));

        Assert.That((await Client.RunAsync(next)).Ran(sleep), Is.True);
    }

    [Test]
    public void Item41_ErrorWhileAnAsynchronousNodeWaits_EndsThePrompt()
    {
        var image = Graph.Image("BLACK");
        Graph.Preview(Graph.Node("TestSleep", ("value", image.Out(0)), ("seconds", 30.0)).Out(0));
        var error = Graph.Node("TestSyncError", ("value", image.Out(0)));
        Graph.Preview(error.Out(0));

        var data = Failed();

        // The sleep would take longer than the client waits: that the next prompt runs shows that it was cancelled.
        Assert.That((string)data["node_id"]!, Is.EqualTo(error.Id));
        Assert.That((string)data["exception_message"]!, Is.EqualTo("Intentional sync execution error for testing\n"));
    }

    [Test]
    public async Task Error_InAnExpansion_NamesTheSubmittedNode()
    {
        // The three images are averaged in the expansion, where their sizes do not fit.
        var maker = Graph.Node("TestParallelSleep", ("image1", Graph.Image("BLACK").Out(0)), ("image2", Graph.Image("WHITE", 32).Out(0)), ("image3", Graph.Image("WHITE").Out(0)),
            ("sleep1", 0.0), ("sleep2", 0.0), ("sleep3", 0.0));
        Graph.Save(maker.Out(0));

        var data = Failed();

        Assert.That(((string)data["node_id"]!, (string)data["node_type"]!), Is.EqualTo((maker.Id, "TestParallelSleep")));
        Assert.That((string)(await Client.JobDoneAsync((string)data["prompt_id"]!))["status"]!, Is.EqualTo("failed"));
    }

    private System.Text.Json.Nodes.JsonObject Failed() => Assert.ThrowsAsync<NodeFailedException>(() => Client.RunAsync(Graph))!.Data;
}
