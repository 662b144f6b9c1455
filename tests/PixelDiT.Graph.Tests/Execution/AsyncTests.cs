using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>Protocol §6.8.</summary>
[CancelAfter(30_000)]
public sealed class AsyncTests
{
    private readonly Bench _bench = new();

    [Test]
    public void Execute_AsyncNodesAndListCalls_Overlap(CancellationToken limit)
    {
        // Each call waits for all four: they can only end when all have started.
        using var all = new CountdownEvent(4);
        var everyone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Probe.Wait = () =>
        {
            if (all.Signal())
            {
                everyone.SetResult();
            }

            return everyone.Task;
        };

        var outcome = _bench.Run("""
            {"0": {"class_type": "Many", "inputs": {"count": 3}}, "1": {"class_type": "Slow", "inputs": {"source": ["0", 0]}},
             "2": {"class_type": "Slow", "inputs": {"source": "x"}},
             "3": {"class_type": "Join", "inputs": {"first": ["1", 0], "second": ["2", 0]}}, "4": {"class_type": "Show", "inputs": {"source": ["3", 0]}}}
            """, cancellation: limit);

        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Is.EqualTo("""{"text":["1,x,","2,x,","3,x,"]}"""));
    }

    [Test]
    public void Execute_AsyncNodeWaits_OthersGoOn(CancellationToken limit)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Probe.Wait = () => release.Task;
        _bench.Probe.OnRun = c =>
        {
            if (c.NodeId == "3")
            {
                release.SetResult();
            }
        };

        var outcome = _bench.Run("""
            {"1": {"class_type": "Slow", "inputs": {"source": "a"}}, "2": {"class_type": "Number", "inputs": {"value": 4}},
             "3": {"class_type": "Join", "inputs": {"first": ["2", 0]}},
             "4": {"class_type": "Join", "inputs": {"first": ["1", 0], "second": ["3", 0]}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """, cancellation: limit);

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "2", "3", "1", "4", "5" }));
    }

    [Test]
    public void Execute_AsyncNodeFails_CurrentInputsAreEmpty(CancellationToken limit)
    {
        _bench.Probe.Wait = async () => await Task.Yield();

        var error = _bench.Run("""
            {"1": {"class_type": "Slow", "inputs": {"source": "a", "fails": 1}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """, cancellation: limit).Error!;

        Assert.Multiple(() =>
        {
            Assert.That(error.Message, Is.EqualTo("slow failure\n"));
            Assert.That(error.CurrentInputs.ToJsonString(), Is.EqualTo("{}"));
        });
    }

    [Test]
    public async Task Execute_AnotherNodeFailsMeanwhile_EndsAtOnceAndTheLateResultIsDisposed(CancellationToken limit)
    {
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Probe.Wait = () => late.Task;

        var outcome = _bench.Run("""
            {"1": {"class_type": "Make", "inputs": {"name": "late"}}, "2": {"class_type": "Slow", "inputs": {"source": ["1", 0]}},
             "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}},
             "4": {"class_type": "Fail", "inputs": {"source": ["1", 1], "text": "now"}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """, cancellation: limit);
        _bench.Executor.Clear();

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Error!.NodeId, Is.EqualTo("4"));
            Assert.That(_bench.Executor.LiveResources, Is.EqualTo(2), "the waiting call still has its input: both parts of the node that made it");
        });

        late.SetResult();
        while (_bench.Executor.LiveResources > 0)
        {
            await Task.Delay(1, limit);
        }

        Assert.That(_bench.Run("""{"5": {"class_type": "Show", "inputs": {"source": 1}}}""", cancellation: limit).Status, Is.EqualTo(ExecutionStatus.Success));
    }
}
