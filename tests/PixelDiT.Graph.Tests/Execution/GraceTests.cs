using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>A node that does not observe its token is left behind.</summary>
[CancelAfter(60_000)]
[NonParallelizable]
public sealed class GraceTests
{
    private const string Graph = """
        {"1": {"class_type": "Make", "inputs": {"name": "m"}}, "2": {"class_type": "Pass", "inputs": {"source": ["1", 0], "salt": 1}},
         "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
        """;

    [Test]
    public void Execute_NodeIgnoresItsToken_JobEndsAndTheNextRunsMeanwhile(CancellationToken limit)
    {
        MakeNode.Made.Clear();
        var logs = new List<string>();
        var bench = new Bench(null, o => o with { InterruptGrace = TimeSpan.FromMilliseconds(50), Loggers = new ListLoggers(logs) });
        using var interrupt = new CancellationTokenSource();
        using var goOn = new ManualResetEventSlim();
        using var returned = new ManualResetEventSlim();
        bench.Probe.OnRun = c =>
        {
            if (c.NodeId == "2" && !goOn.IsSet)
            {
                interrupt.Cancel();
                goOn.Wait(limit);
                returned.Set();
            }
        };

        var outcome = bench.Run(Graph, cancellation: interrupt.Token);

        Assert.That((outcome.Status, outcome.InterruptedAt!.Id), Is.EqualTo((ExecutionStatus.Interrupted, "2")));
        Assert.That(logs, Has.Exactly(1).Contains("2 (Pass) did not observe its cancellation"));

        // The hung node still sits in its thread.
        var next = bench.Run("""{"1": {"class_type": "Show", "inputs": {"source": "next"}}}""", cancellation: limit);
        Assert.That(next.Status, Is.EqualTo(ExecutionStatus.Success));
        Assert.That(MakeNode.Made.Select(p => p.Disposals), Is.All.Zero, "what the hung node uses must stay alive");
        var told = bench.Seen.Events.Count;

        goOn.Set();
        Assert.That(returned.Wait(TimeSpan.FromSeconds(30), limit), Is.True);
        bench.Executor.Clear();
        Assert.That(() => bench.Executor.LiveResources, Is.Zero.After(20_000, 20));
        Assert.That(MakeNode.Made.Select(p => p.Disposals), Is.All.EqualTo(1));
        Assert.That(bench.Seen.Events, Has.Count.EqualTo(told), "a job that was given up tells nothing more");
    }

    [Test]
    public void Execute_NodeObservesItsToken_EndsByItself(CancellationToken limit)
    {
        var bench = new Bench(null, o => o with { InterruptGrace = TimeSpan.FromMinutes(10) });
        using var interrupt = new CancellationTokenSource();
        bench.Probe.OnRun = c =>
        {
            interrupt.Cancel();
            c.Report(1, 2);
        };

        Assert.That(bench.Run(Graph, cancellation: interrupt.Token).Status, Is.EqualTo(ExecutionStatus.Interrupted));
    }

    [Test]
    public void Execute_FingerprintIgnoresItsToken_JobEndsAsWell(CancellationToken limit)
    {
        var bench = new Bench(null, o => o with { InterruptGrace = TimeSpan.FromMilliseconds(50) });
        using var interrupt = new CancellationTokenSource();
        using var goOn = new ManualResetEventSlim();
        bench.Services.Add(new Hanger(() =>
        {
            interrupt.Cancel();
            goOn.Wait(limit);
        }));

        var outcome = bench.Run("""
            {"1": {"class_type": "HangingFingerprint", "inputs": {"mark": 1}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}
            """, cancellation: interrupt.Token);
        goOn.Set();

        Assert.That((outcome.Status, outcome.InterruptedAt!.Id), Is.EqualTo((ExecutionStatus.Interrupted, "1")));
    }

    private sealed class ListLoggers(List<string> into) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => new ListLogger(into);

        public void Dispose()
        {
        }
    }

    private sealed class ListLogger(List<string> into) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (into)
            {
                into.Add(formatter(state, exception));
            }
        }
    }
}
