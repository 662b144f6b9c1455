using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>Protocol §6.4.</summary>
[CancelAfter(30_000)]
public sealed class LazyTests
{
    private const string Graph = """
        {"1": {"class_type": "Number", "inputs": {"value": 1}}, "2": {"class_type": "Number", "inputs": {"value": 2}},
         "3": {"class_type": "Number", "inputs": {"value": 3}},
         "4": {"class_type": "Either", "inputs": {"first": ["1", 0], "second": ["2", 0], "eager": ["3", 0]}},
         "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
        """;

    private readonly Bench _bench = new(new NoneCache());

    [Test]
    public void Execute_NothingAsked_OnlyEagerSourcesRun()
    {
        var outcome = _bench.Run(Graph);

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "3", "4", "5" }));
        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Does.Contain("||3"));
    }

    [Test]
    public void Execute_OneAskedAfterTheOther_EachIsComputedAndTheNodeStartsAgain()
    {
        _bench.Script.Needs = c => c.Computed.Contains("second") ? ["second", "first"] : ["second"];

        var outcome = _bench.Run(Graph);

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "3", "2", "1", "4", "5" }));
        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Does.Contain("1|2|3"));
        Assert.That(_bench.Seen.Events.Count(e => e == "run 4"), Is.EqualTo(3));
        Assert.That(_bench.Seen.Events.Count(e => e == "finished 4"), Is.EqualTo(1));
        Assert.That(_bench.Probe.Calls.Where(c => c.StartsWith("asked", StringComparison.Ordinal)), Is.EqualTo(new[] { "asked eager", "asked eager,second" }));
    }

    [Test]
    public void Execute_AskedInputComputedByAnotherConsumer_IsNotComputedAgain()
    {
        _bench.Script.Needs = _ => ["first"];

        var outcome = _bench.Run("""
            {"1": {"class_type": "Number", "inputs": {"value": 1}}, "2": {"class_type": "Join", "inputs": {"first": ["1", 0]}},
             "4": {"class_type": "Either", "inputs": {"first": ["1", 0], "eager": ["2", 0]}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """);

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "1", "2", "4", "5" }), "without a cache the value must have lived until the lazy node had its turn");
    }

    [Test]
    public void Execute_AskedForAConstant_HasNoEffect()
    {
        _bench.Script.Needs = _ => ["first", "second"];

        var outcome = _bench.Run("""
            {"1": {"class_type": "Number", "inputs": {"value": 1}},
             "4": {"class_type": "Either", "inputs": {"first": "text", "second": ["1", 0]}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """);

        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Does.Contain("text|1|"));
    }

    [TestCase("nonsense", "does not declare")]
    [TestCase("second", "does not give")]
    public void Execute_AskedForWhatIsNotThere_FailsByName(string name, string why)
    {
        _bench.Script.Needs = _ => [name];

        var error = _bench.Run("""
            {"1": {"class_type": "Number", "inputs": {"value": 1}},
             "4": {"class_type": "Either", "inputs": {"first": ["1", 0]}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """).Error!;

        Assert.That((error.NodeId, error.NodeType), Is.EqualTo(("4", "Either")));
        Assert.That(error.Message, Does.Contain($"'{name}'").And.Contains(why));
    }

    [Test]
    public void Execute_LazyCheckThrows_FailsWithTheInputs()
    {
        _bench.Script.Needs = _ => throw new InvalidOperationException("undecided");

        var error = _bench.Run(Graph).Error!;

        Assert.That((error.NodeId, error.Message), Is.EqualTo(("4", "undecided\n")));
        Assert.That(error.CurrentInputs.ToJsonString(), Is.EqualTo("""{"eager":[3]}"""));
    }

    [Test]
    public void Execute_Lists_UnionOfWhatTheCallsAskFor()
    {
        var calls = 0;
        _bench.Script.Needs = _ => calls++ switch { 0 => ["first"], 1 => ["second"], _ => [] };

        var outcome = _bench.Run("""
            {"0": {"class_type": "Many", "inputs": {"count": 2}}, "1": {"class_type": "Number", "inputs": {"value": 1}}, "2": {"class_type": "Number", "inputs": {"value": 2}},
             "4": {"class_type": "Either", "inputs": {"first": ["1", 0], "second": ["2", 0], "eager": ["0", 0]}},
             "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """);

        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Is.EqualTo("""{"text":["1|2|1","1|2|2"]}"""));
    }

    [Test]
    public void Execute_BlockedCall_IsNotAsked()
    {
        _bench.Script.Needs = _ => ["first"];

        var outcome = _bench.Run("""
            {"0": {"class_type": "Block", "inputs": {"a": "stop"}}, "1": {"class_type": "Number", "inputs": {"value": 1}},
             "4": {"class_type": "Either", "inputs": {"first": ["1", 0], "eager": ["0", 0]}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """);

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "0", "4", "5" }));
        Assert.That(_bench.Probe.Calls, Is.EqualTo(new[] { "0" }));
    }

    [Test]
    public void Execute_AsyncLazyCheck_OthersGoOnMeanwhile(CancellationToken limit)
    {
        var decide = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Script.NeedsAsync = async _ =>
        {
            await decide.Task;
            return ["second"];
        };
        _bench.Probe.OnRun = c =>
        {
            if (c.NodeId == "6")
            {
                decide.TrySetResult();
            }
        };

        var outcome = _bench.Run("""
            {"1": {"class_type": "Number", "inputs": {"value": 1}}, "2": {"class_type": "Number", "inputs": {"value": 2}},
             "4": {"class_type": "EitherSlow", "inputs": {"first": ["1", 0], "second": ["2", 0]}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}},
             "6": {"class_type": "Number", "inputs": {"value": 6}}, "7": {"class_type": "Join", "inputs": {"first": ["6", 0]}},
             "8": {"class_type": "Show", "inputs": {"source": ["7", 0]}}}
            """, cancellation: limit);

        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success));
        Assert.That(outcome.Outputs.Single(o => o.Node.Id == "5").Ui.ToJsonString(), Does.Contain("|2"));
        Assert.That(outcome.Executed, Does.Not.Contain("1"));
    }

    [Test]
    public void Execute_SecondRun_IsCachedWhateverWasAsked()
    {
        var bench = new Bench();
        bench.Script.Needs = _ => ["first"];
        bench.Run(Graph);

        Assert.That(bench.Run(Graph).Executed, Is.Empty);
    }
}
