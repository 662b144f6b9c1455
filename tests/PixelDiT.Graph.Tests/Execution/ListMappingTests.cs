using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>Protocol §6.2.</summary>
public sealed class ListMappingTests
{
    private readonly Bench _bench = new();

    [Test]
    public void Execute_UnequalLists_ShorterRepeatTheirLastElement()
    {
        var outcome = _bench.Run("""
            {"1": {"class_type": "Many", "inputs": {"count": 3}}, "2": {"class_type": "Many", "inputs": {"count": 2}},
             "3": {"class_type": "Join", "inputs": {"first": ["1", 0], "second": ["2", 0], "third": "c"}},
             "4": {"class_type": "Show", "inputs": {"source": ["3", 0]}}}
            """);

        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Is.EqualTo("""{"text":["1,1,c","2,2,c","3,2,c"]}"""));
    }

    [Test]
    public void Execute_NodeThatTakesLists_IsCalledOnceWithAll()
    {
        var outcome = _bench.Run("""
            {"1": {"class_type": "Many", "inputs": {"count": 4}}, "2": {"class_type": "Sum", "inputs": {"values": ["1", 0], "times": 10}},
             "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
            """);

        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Is.EqualTo("""{"text":["100"]}"""));
        Assert.That(_bench.Probe.Calls, Is.EqualTo(new[] { "1", "2", "3" }));
    }

    [Test]
    public void Execute_ListOutputOfSeveralCalls_IsConcatenatedAndOthersAreCollected()
    {
        var outcome = _bench.Run("""
            {"1": {"class_type": "Many", "inputs": {"count": 2}}, "2": {"class_type": "Many", "inputs": {"count": ["1", 0]}},
             "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}, "4": {"class_type": "Show", "inputs": {"source": ["2", 1]}}}
            """);

        Assert.That(outcome.Outputs.Select(o => o.Ui.ToJsonString()), Is.EqualTo(new[] { """{"text":["1","1","2"]}""", """{"text":["1","2"]}""" }));
    }

    [Test]
    public void Execute_NothingButEmptyLists_OneCallWithoutArguments()
    {
        var outcome = _bench.Run("""
            {"1": {"class_type": "Many", "inputs": {"count": 0}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """);

        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Is.EqualTo("""{"text":["None"]}"""));
    }

    [Test]
    public void Execute_EmptyListBesideValues_IsAnErrorThatNamesTheInput()
    {
        var outcome = _bench.Run("""
            {"1": {"class_type": "Many", "inputs": {"count": 0}}, "2": {"class_type": "Join", "inputs": {"first": ["1", 0], "second": 1}},
             "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
            """);

        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Error));
        Assert.That(outcome.Error!.Message, Does.Contain("'first'").And.Contain("empty list"));
    }

    [Test]
    public void Execute_ValueOfAnotherTypeThroughAWildcard_IsAnErrorThatNamesTheInput()
    {
        var outcome = _bench.Run("""
            {"1": {"class_type": "Join", "inputs": {"first": "text"}}, "2": {"class_type": "Add", "inputs": {"a": ["1", 0], "b": 1}},
             "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Error!.NodeId, Is.EqualTo("2"));
            Assert.That(outcome.Error.Message, Does.StartWith("Input 'a': a value of type String was received, a Int64 is needed (text,,)."));
        });
    }
}
