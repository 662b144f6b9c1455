using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Caching;

/// <summary>Who holds values, and that each part is disposed exactly once, when nobody does.</summary>
[NonParallelizable]
public sealed class LifetimeTests
{
    private static readonly Func<IOutputCache>[] Caches = [() => new NoneCache(), () => new ClassicCache(), () => new LruCache(1), () => new LruCache(100), () => new PressureCache()];

    [SetUp]
    public void Forget() => MakeNode.Made.Clear();

    [TestCaseSource(nameof(Caches))]
    public void Execute_SharedAndPassedThrough_DisposedOnceAfterClear(Func<IOutputCache> cache)
    {
        var bench = new Bench(cache());

        bench.Run(Passing("m"));
        bench.Run(Passing("m"));
        bench.Run(Passing("n"));
        bench.Executor.Clear();

        AssertAllDisposedOnce(bench);
    }

    [Test]
    public void Execute_NothingKept_ValuesGoWhenTheLastConsumerHasRun()
    {
        var bench = new Bench(new NoneCache());
        var aliveAt = new Dictionary<string, int>();
        bench.Probe.OnRun = c => aliveAt[c.NodeId] = bench.Executor.LiveResources;

        bench.Run("""
            {"1": {"class_type": "Make", "inputs": {"name": "x"}}, "2": {"class_type": "Pass", "inputs": {"source": ["1", 0], "salt": 1}},
             "3": {"class_type": "Join", "inputs": {"first": ["2", 0]}}, "4": {"class_type": "Join", "inputs": {"first": ["3", 0]}},
             "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """);

        // The second output of 1 ends with 2; the part that 2 hands on ends with 3.
        Assert.That(aliveAt, Is.EqualTo(new Dictionary<string, int> { ["1"] = 0, ["2"] = 2, ["3"] = 1, ["4"] = 0, ["5"] = 0 }));
        AssertAllDisposedOnce(bench);
    }

    [Test]
    public void Execute_Classic_DropsWhatTheNextPromptLacksBeforeItRuns()
    {
        var bench = new Bench(new ClassicCache());
        bench.Run(Passing("m"));
        var alive = -1;
        bench.Probe.OnRun = _ => alive = alive < 0 ? bench.Executor.LiveResources : alive;

        bench.Run(Passing("n"));

        Assert.That(alive, Is.Zero);
    }

    [Test]
    public void Execute_Lru_KeepsAtMostSoManyResults()
    {
        var bench = new Bench(new LruCache(2));
        bench.Run(Passing("m"));

        // The last two results are texts: no part is left, though nothing was cleared.
        AssertAllDisposedOnce(bench);
        Assert.That(bench.Run(Passing("m").Replace("\"salt\": 3", "\"salt\": 4")).Executed, Is.EquivalentTo(new[] { "1", "2", "3", "4", "5", "6" }));
    }

    [Test]
    public void Execute_Pressure_DropsUnusedResultsFirst()
    {
        var pressure = MemoryPressure.None;
        var bench = new Bench(new PressureCache(() => pressure));
        bench.Run(Passing("m"));
        pressure = MemoryPressure.Low;

        bench.Run(Passing("n"));

        Assert.Multiple(() =>
        {
            Assert.That(MakeNode.Made.Where(p => p.Name.StartsWith('m')).Select(p => p.Disposals), Is.All.EqualTo(1));
            Assert.That(bench.Run(Passing("n")).Executed, Is.Empty, "what the last job used is kept");
        });
    }

    [Test]
    public void Execute_HighPressure_RunsWithNothingKept()
    {
        var bench = new Bench(new PressureCache(() => MemoryPressure.High));

        bench.Run(Passing("m"));

        AssertAllDisposedOnce(bench);
    }

    [TestCaseSource(nameof(Caches))]
    public void Execute_Fails_ReleasesAllThatIsNotKept(Func<IOutputCache> cache)
    {
        var bench = new Bench(cache());

        bench.Run("""
            {"1": {"class_type": "Make", "inputs": {"name": "x"}}, "2": {"class_type": "Pass", "inputs": {"source": ["1", 1], "salt": 1}},
             "3": {"class_type": "Fail", "inputs": {"source": ["2", 1], "text": "no"}}, "4": {"class_type": "Show", "inputs": {"source": ["3", 0]}}}
            """);
        bench.Executor.Clear();

        AssertAllDisposedOnce(bench);
    }

    [TestCaseSource(nameof(Caches))]
    public void Execute_Cancelled_ReleasesAllThatIsNotKept(Func<IOutputCache> cache)
    {
        var bench = new Bench(cache());
        using var cancel = new CancellationTokenSource();
        bench.Probe.OnRun = c =>
        {
            if (c.NodeId == "2")
            {
                cancel.Cancel();
                c.Report(1, 2);
            }
        };

        bench.Run(Passing("m"), cancellation: cancel.Token);
        bench.Executor.Clear();

        AssertAllDisposedOnce(bench);
    }

    [Test]
    public void Execute_CallFailsInTheMiddleOfAList_EarlierResultsAreDisposed()
    {
        var bench = new Bench();
        bench.Probe.OnRun = c =>
        {
            if (c.NodeId == "2" && MakeNode.Made.Count == 4)
            {
                throw new InvalidOperationException("third call");
            }
        };

        bench.Run("""
            {"1": {"class_type": "Many", "inputs": {"count": 3}}, "0": {"class_type": "Join", "inputs": {"first": ["1", 0]}},
             "2": {"class_type": "Make", "inputs": {"name": ["0", 0]}}, "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
            """);

        Assert.That(MakeNode.Made, Has.Count.EqualTo(4));
        AssertAllDisposedOnce(bench);
    }

    [TestCase("few", "Node class Wrong returned 1 outputs, but declares 2 (PART, all).\n")]
    [TestCase("no list", "Node class Wrong returned Int32 for all, which is declared as a list.\n")]
    [TestCase("list", "Node class Wrong returned 3 outputs, but declares 2 (PART, all).\n")]
    public void Execute_ResultAgainstTheDeclaration_IsAnErrorAndItsPartsAreDisposed(string kind, string message)
    {
        var bench = new Bench();

        var error = bench.Run($$"""{"1": {"class_type": "Wrong", "inputs": {"kind": "{{kind}}"} }, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]} } }""").Error!;

        Assert.That((error.Message, error.ExceptionType), Is.EqualTo((message, "PixelDiT.Graph.Execution.NodeContractException")));
        AssertAllDisposedOnce(bench);
    }

    [Test]
    public void Execute_NoResultAtAll_IsAnError() =>
        Assert.That(
            new Bench().Run("""{"1": {"class_type": "Wrong", "inputs": {"kind": ""}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}""").Error!.Message,
            Is.EqualTo("Node class Wrong returned null instead of a NodeResult.\n"));

    [Test]
    public void Execute_KeptResultEvictedWhileNeeded_StaysAliveUntilUsed()
    {
        var bench = new Bench(new LruCache(1));
        const string Prompt = """
            {"1": {"class_type": "Make", "inputs": {"name": "x"}}, "2": {"class_type": "Pass", "inputs": {"source": ["1", 0], "salt": 1}},
             "3": {"class_type": "Pass", "inputs": {"source": ["1", 1], "salt": 2}},
             "4": {"class_type": "Show", "inputs": {"source": ["2", 0]}}, "5": {"class_type": "Show", "inputs": {"source": ["3", 0]}}}
            """;

        // The nodes themselves assert that their input is alive.
        Assert.That(bench.Run(Prompt).Error, Is.Null);
        Assert.That(bench.Run(Prompt).Error, Is.Null);
        bench.Executor.Clear();
        AssertAllDisposedOnce(bench);
    }

    [Test]
    public void Execute_OutputNodeFeedsAnother_CachedAndReleased()
    {
        var bench = new Bench();
        const string Prompt = """
            {"1": {"class_type": "Make", "inputs": {"name": "x"}}, "2": {"class_type": "Show", "inputs": {"source": ["3", 0], "n": 1}},
             "3": {"class_type": "Sink", "inputs": {"source": ["1", 1]}}}
            """;
        bench.Run(Prompt);
        bench.Run(Prompt.Replace("\"Show\"", "\"Sink\""));
        bench.Run(Prompt);
        bench.Executor.Clear();

        AssertAllDisposedOnce(bench);
    }

    private static string Passing(string name) => $$"""
        {"1": {"class_type": "Make", "inputs": {"name": "{{name}}"} },
         "2": {"class_type": "Pass", "inputs": {"source": ["1", 1], "salt": 1} }, "3": {"class_type": "Pass", "inputs": {"source": ["2", 0], "salt": 2} },
         "4": {"class_type": "Pass", "inputs": {"source": ["2", 1], "salt": 3} },
         "5": {"class_type": "Join", "inputs": {"first": ["3", 1], "second": ["4", 0], "third": ["1", 0]} },
         "6": {"class_type": "Show", "inputs": {"source": ["5", 0]} } }
        """;

    private static void AssertAllDisposedOnce(Bench bench) => Assert.Multiple(() =>
    {
        Assert.That(MakeNode.Made, Is.Not.Empty);
        Assert.That(MakeNode.Made.Select(p => p.Disposals), Is.All.EqualTo(1));
        Assert.That(bench.Executor.LiveResources, Is.Zero);
    });
}
