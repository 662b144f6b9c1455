using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>Protocol §7.3.</summary>
public sealed class InterruptTests
{
    private const string Prompt = """
        {"1": {"class_type": "Number", "inputs": {"value": 1}}, "2": {"class_type": "Join", "inputs": {"first": ["1", 0]}},
         "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
        """;

    private readonly Bench _bench = new();

    [Test]
    public void Execute_CancelledBefore_NothingRunsAndTheFirstNodeIsNamed()
    {
        var outcome = _bench.Run(Prompt, cancellation: new CancellationToken(canceled: true));

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Interrupted));
            Assert.That(outcome.InterruptedAt!.Id, Is.EqualTo("1"));
            Assert.That(_bench.Probe.Calls, Is.Empty);
            Assert.That(outcome.Error, Is.Null);
        });
    }

    [Test]
    public void Execute_CancelledBetweenNodes_TheNextNodeIsNamedAndWhatRanIsKept()
    {
        using var cancel = new CancellationTokenSource();
        _bench.Probe.OnRun = c =>
        {
            if (c.NodeId == "1")
            {
                cancel.Cancel();
            }
        };

        var outcome = _bench.Run(Prompt, cancellation: cancel.Token);
        _bench.Probe.OnRun = null;
        var again = _bench.Run(Prompt);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.InterruptedAt!.Id, Is.EqualTo("2"));
            Assert.That(outcome.Executed, Is.EqualTo(new[] { "1" }));
            Assert.That(again.Executed, Is.EqualTo(new[] { "2", "3" }), "what was computed before survives");
        });
    }

    [Test]
    public void Execute_CancelledDuringANode_NoticedAtTheNextReport()
    {
        using var cancel = new CancellationTokenSource();
        _bench.Probe.OnRun = c =>
        {
            if (c.NodeId == "2")
            {
                c.Report(1, 10);
                cancel.Cancel();
                c.Report(2, 10);
                Assert.Fail("the report must not come back");
            }
        };

        var outcome = _bench.Run(Prompt, cancellation: cancel.Token);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Interrupted));
            Assert.That(outcome.InterruptedAt!.Id, Is.EqualTo("2"));
            Assert.That(_bench.Seen.Events, Does.Contain("progress 2 1/10").And.Not.Contain("progress 2 2/10"));
        });
    }

    [Test]
    public void Execute_CancelledBetweenListCalls_NoticedBeforeTheNextCall()
    {
        using var cancel = new CancellationTokenSource();
        _bench.Probe.OnRun = c =>
        {
            if (c.NodeId == "2")
            {
                cancel.Cancel();
            }
        };

        var outcome = _bench.Run(Prompt.Replace("\"Number\", \"inputs\": {\"value\": 1}", "\"Many\", \"inputs\": {\"count\": 5}"), cancellation: cancel.Token);

        Assert.That(outcome.InterruptedAt!.Id, Is.EqualTo("2"));
        Assert.That(_bench.Probe.Calls, Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    public void Execute_NodeCancelsItself_IsAnErrorAndNoInterruption()
    {
        _bench.Probe.OnRun = _ => throw new TaskCanceledException("a timeout of its own");

        Assert.That(_bench.Run(Prompt).Status, Is.EqualTo(ExecutionStatus.Error));
    }

    [Test]
    [CancelAfter(20_000)]
    public void Execute_CancelledWhileWaitingForAnAsyncNode_EndsAtOnce(CancellationToken limit)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(limit);
        var never = new TaskCompletionSource();
        _bench.Probe.Wait = () =>
        {
            cancel.CancelAfter(1);
            return never.Task;
        };

        var outcome = _bench.Run("""{"1": {"class_type": "Slow", "inputs": {"source": 1}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}""", cancellation: cancel.Token);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Interrupted));
            Assert.That(outcome.InterruptedAt!.Id, Is.EqualTo("1"));
            Assert.That(limit.IsCancellationRequested, Is.False);
        });
        never.SetResult();
    }
}
