using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>Protocol §6.6.</summary>
public sealed class BlockerTests
{
    private readonly Bench _bench = new();

    [Test]
    public void Execute_SilentBlocker_TravelsToTheOutputWhichShowsNothing()
    {
        var outcome = _bench.Run("""
            {"1": {"class_type": "Block", "inputs": {"a": "stop"}}, "2": {"class_type": "Join", "inputs": {"first": ["1", 0]}},
             "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
            """);

        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success));
        Assert.That(outcome.Executed, Is.EqualTo(new[] { "1", "2", "3" }));
        Assert.That(outcome.Outputs, Is.Empty);
        Assert.That(_bench.Probe.Calls, Is.EqualTo(new[] { "1" }));
        Assert.That(_bench.Seen.Events, Has.None.StartsWith("blocked"));
    }

    [Test]
    public void Execute_BlockerWithMessage_IsToldOnceAtTheFirstThatReceivesIt()
    {
        var outcome = _bench.Run("""
            {"1": {"class_type": "Block", "inputs": {"a": "stop: no licence"}}, "2": {"class_type": "Join", "inputs": {"first": ["1", 0]}},
             "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
            """);

        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success));
        Assert.That(_bench.Seen.Events.Where(e => e.StartsWith("blocked", StringComparison.Ordinal)), Is.EqualTo(new[] { "blocked 2 no licence" }));
    }

    [Test]
    public void Execute_BlockerInAList_BlocksThatElementAlone()
    {
        var outcome = _bench.Run("""
            {"0": {"class_type": "Items", "inputs": {"values": {"__value__": ["a", "stop", "c"]}}}, "1": {"class_type": "Block", "inputs": {"a": ["0", 0]}},
             "2": {"class_type": "Join", "inputs": {"first": ["1", 0]}}, "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
            """);

        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Is.EqualTo("""{"text":["a,,","c,,"]}"""));
    }

    [Test]
    public void Execute_BlockerAmongTheLists_KeepsANodeThatTakesListsFromBeingCalled()
    {
        var outcome = _bench.Run("""
            {"0": {"class_type": "Items", "inputs": {"values": {"__value__": ["a", "stop"]}}}, "1": {"class_type": "Block", "inputs": {"a": ["0", 0]}},
             "2": {"class_type": "FlowLists", "inputs": {"a": ["1", 0]}}, "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
            """);

        Assert.That(outcome.Outputs, Is.Empty);
        Assert.That(_bench.Probe.Calls, Does.Not.Contain("2").And.Not.Contains("3"));
    }

    [Test]
    public void Execute_BlockerForAListOutput_IsOneElement()
    {
        _bench.Script.Flow = (_, _) => NodeResult.Of(new ExecutionBlocker());

        var outcome = _bench.Run("""
            {"1": {"class_type": "Flow", "inputs": {}}, "2": {"class_type": "Items", "inputs": {"values": ["1", 0]}},
             "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
            """);

        Assert.That((outcome.Status, outcome.Outputs.Count), Is.EqualTo((ExecutionStatus.Success, 0)));
    }

    [Test]
    public void Execute_SecondRun_IsCachedAndTellsNothing()
    {
        const string Graph = """
            {"1": {"class_type": "Block", "inputs": {"a": "stop: once"}}, "3": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """;
        _bench.Run(Graph);

        Assert.That(_bench.Run(Graph).Executed, Is.Empty);
        Assert.That(_bench.Seen.Events, Has.None.StartsWith("blocked"));
    }

    [Test]
    public void Execute_AsyncNodeBehindABlocker_IsNotCalled()
    {
        var outcome = _bench.Run("""
            {"0": {"class_type": "Items", "inputs": {"values": {"__value__": ["a", "stop"]}}}, "1": {"class_type": "Block", "inputs": {"a": ["0", 0]}},
             "2": {"class_type": "Slow", "inputs": {"source": ["1", 0]}}, "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
            """);

        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Is.EqualTo("""{"text":["a"]}"""));
        Assert.That(_bench.Probe.Calls.Count(c => c == "2"), Is.EqualTo(1));
    }
}
