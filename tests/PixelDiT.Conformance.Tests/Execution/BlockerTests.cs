using System.Text.Json.Nodes;
using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Execution;

/// <summary>Values that keep their consumers from running.</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class BlockerTests(CacheMode mode) : ConformanceFixture(mode)
{
    [Test]
    public async Task Item21_BlockerInAList_BlocksThatElementOnly()
    {
        var images = Graph.Node("TestMakeListNode", ("value1", Graph.Image("BLACK").Out(0)), ("value2", Graph.Image("WHITE").Out(0)), ("value3", Graph.Image("BLACK").Out(0)));
        var blocker = Blocker(images, [1, 2, 3], verbose: false);
        var preview = Graph.Preview(Graph.Node("TestMakeListNode", ("value1", blocker.Out(0))).Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That(result.Ran(preview), Is.True);
        Assert.That(result.ImagesOf(preview), Has.Count.EqualTo(2));
        foreach (var image in result.ImagesOf(preview))
        {
            AssertAll(image, 0);
        }
    }

    [Test]
    public async Task Item42_BlockerBehindSleeps_BlocksThatElementOnly()
    {
        var images = Graph.Node("TestMakeListNode",
            ("value1", Graph.Node("TestSleep", ("value", Graph.Image("BLACK").Out(0)), ("seconds", 0.1)).Out(0)),
            ("value2", Graph.Node("TestSleep", ("value", Graph.Image("WHITE").Out(0)), ("seconds", 0.1)).Out(0)));
        var preview = Graph.Preview(Blocker(images, [1, 2], verbose: false).Out(0));

        Assert.That((await Client.RunAsync(Graph)).ImagesOf(preview), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Blocker_WithMessage_IsToldOnceAndKeptInHistory()
    {
        var images = Graph.Node("TestMakeListNode", ("value1", Graph.Image("BLACK").Out(0)), ("value2", Graph.Image("WHITE").Out(0)));
        var preview = Graph.Preview(Blocker(images, [1, 2], verbose: true).Out(0));

        // A client of this kind takes any error for the end of the run; the job itself goes on.
        var data = Assert.ThrowsAsync<NodeFailedException>(() => Client.RunAsync(Graph))!.Data;

        Assert.That(((string)data["exception_type"]!, (string)data["exception_message"]!), Is.EqualTo(("ExecutionBlocked", "Execution Blocked: Blocked Execution")));
        Assert.That((string)data["node_id"]!, Is.EqualTo(preview.Id));
        Assert.That((long)data["timestamp"]!, Is.Positive);
        var job = await Client.JobDoneAsync((string)data["prompt_id"]!);
        Assert.That((string)job["status"]!, Is.EqualTo("completed"));
        Assert.That(job.ContainsKey("execution_error"), Is.False);
        Assert.That(job["execution_status"]!["messages"]!.AsArray().Select(m => (string)m![0]!),
            Is.EqualTo(new[] { "execution_start", "execution_cached", "execution_error", "execution_success" }));
        Assert.That(job["outputs"]![preview.Id]!["images"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Blocker_ForEveryElement_LeavesAnOutputEmpty()
    {
        var preview = Graph.Preview(Blocker(Graph.Image("BLACK"), [2], verbose: false).Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That(result.Ran(preview), Is.True, "it is told as any other");
        Assert.That(result.History["outputs"]!.AsObject(), Is.Empty);
        Assert.That((string)result.History["status"]!["status_str"]!, Is.EqualTo("success"));
    }

    // Blocks where the number is 2.
    private GraphNode Blocker(GraphNode input, int[] numbers, bool verbose)
    {
        var list = Graph.Node("TestMakeListNode");
        foreach (var (number, i) in numbers.Select((n, i) => (n, i)))
        {
            list.Set($"value{i + 1}", Graph.Node("StubInt", ("value", number)).Out(0));
        }

        var compare = Graph.Node("TestIntConditions", ("a", list.Out(0)), ("b", 2), ("operation", "=="));
        return Graph.Node("TestExecutionBlocker", ("input", input.Out(0)), ("block", compare.Out(0)), ("verbose", (JsonNode)verbose));
    }
}
