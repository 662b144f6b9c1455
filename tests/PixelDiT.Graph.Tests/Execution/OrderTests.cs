using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>Protocol §6.1: outputs first, then what is near an output, then the order of insertion.</summary>
public sealed class OrderTests
{
    private readonly Bench _bench = new();

    [Test]
    public void Execute_TwoOutputs_TheNearerOneIsFinishedFirst()
    {
        // The shape of the recording error_first_of_two_outputs: 4 and 5 run before 1, 2, 3.
        var outcome = _bench.Run("""
            {"1": {"class_type": "Number", "inputs": {"value": 1}}, "2": {"class_type": "Join", "inputs": {"first": ["1", 0]}},
             "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}},
             "4": {"class_type": "Number", "inputs": {"value": 2}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """);

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "4", "5", "1", "2", "3" }));
    }

    [Test]
    public void Execute_AsyncNodesReady_AreStartedBeforeOthers()
    {
        var outcome = _bench.Run("""
            {"1": {"class_type": "Number", "inputs": {"value": 1}}, "2": {"class_type": "Number", "inputs": {"value": 2}},
             "3": {"class_type": "Join", "inputs": {"first": ["2", 0], "second": ["4", 0], "third": ["1", 0]}},
             "4": {"class_type": "Slow", "inputs": {"source": "x"}}, "5": {"class_type": "Show", "inputs": {"source": ["3", 0]}}}
            """);

        Assert.That(outcome.Executed[0], Is.EqualTo("4"));
    }

    [Test]
    public void Execute_NodesNoOutputNeeds_DoNotRun()
    {
        var outcome = _bench.Run("""
            {"1": {"class_type": "Number", "inputs": {"value": 1}}, "2": {"class_type": "Show", "inputs": {"source": 3}},
             "9": {"class_type": "Typed", "inputs": {"steps": "nope"}}}
            """);

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public void Execute_EqualNodesInOnePrompt_ShareOneResult()
    {
        // The recording run_equal_nodes: the second of two equal nodes does not start, and its consumers get the first one's result.
        var outcome = _bench.Run("""
            {"1": {"class_type": "Number", "inputs": {"value": 1}}, "2": {"class_type": "Number", "inputs": {"value": 1}},
             "3": {"class_type": "Show", "inputs": {"source": ["1", 0]}}, "4": {"class_type": "Show", "inputs": {"source": ["1", 0]}},
             "5": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Executed, Is.EqualTo(new[] { "1", "3" }));
            Assert.That(_bench.Seen.Events, Does.Contain("executed 2 null").And.Contain("finished 2").And.Contain("""executed 4 {"text":["1"]}"""));
            Assert.That(outcome.Outputs.Select(o => o.Node.Id), Is.EquivalentTo(new[] { "3", "4", "5" }));
        });
    }

    [Test]
    public void Execute_NodesWithTheirIdInTheKey_ShareNothing()
    {
        var outcome = _bench.Run("""
            {"1": {"class_type": "Unique", "inputs": {}}, "2": {"class_type": "Unique", "inputs": {}},
             "3": {"class_type": "Join", "inputs": {"first": ["1", 0], "second": ["2", 0]}}, "4": {"class_type": "Show", "inputs": {"source": ["3", 0]}}}
            """);

        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Is.EqualTo("""{"text":["1,2,"]}"""));
    }
}
