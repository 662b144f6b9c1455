using PixelDiT.Conformance.Nodes.Tests.Support;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;

namespace PixelDiT.Conformance.Nodes.Tests.Caching;

/// <summary>Whatever is kept between jobs: the results are the same, a job that is stopped anywhere does no harm, and nothing stays held.</summary>
[ReleasesTensors]
public class EveryCacheTests
{
    // Name, cache, what a second equal job runs.
    private static readonly (string Name, Func<IOutputCache> Make, bool RunsAgain)[] Caches =
    [
        ("classic", () => new ClassicCache(), false),
        ("lru", () => new LruCache(100), false),
        ("lru of one", () => new LruCache(1), true),
        ("none", () => new NoneCache(), true),
        ("pressure", () => new PressureCache(), false),
    ];

    private const string Loop = """
        black StubImage {"content": "BLACK", 8x8}
        white StubImage {"content": "WHITE", 8x8}
        open TestForLoopOpen {"remaining": 3, "initial_value1": ["white", 0]}
        average TestVariadicAverage {"input1": ["black", 0], "input2": ["open", 2]}
        close TestForLoopClose {"flow_control": ["open", 0], "initial_value1": ["average", 0]}
        out Capture {"value": ["close", 0]}
        """;

    private const string Mixture = """
        flags TestMakeListNode {"value1": false, "value2": true, "value3": false}
        black StubImage {"content": "BLACK", 8x8}
        white StubImage {"content": "WHITE", 8x8}
        half StubMask {"value": 0.5, 8x8}
        full StubMask {"value": 1.0, 8x8}
        masks TestMakeListNode {"value1": ["half", 0], "value2": ["full", 0], "value3": ["half", 0]}
        mix TestLazyMixImages {"image1": ["black", 0], "image2": ["white", 0], "mask": ["masks", 0]}
        block TestExecutionBlocker {"input": ["mix", 0], "block": ["flags", 0], "verbose": true}
        many TestParallelSleep {"image1": ["block", 0], "image2": ["white", 0], "image3": ["white", 0], "sleep1": 0.01, "sleep2": 0.02, "sleep3": 0.01}
        gather TestAccumulateNode {"to_add": ["many", 0]}
        item TestAccumulationGetItemNode {"accumulation": ["gather", 0], "index": 0}
        out Capture {"value": ["item", 0]}
        """;

    private static IEnumerable<TestCaseData> Cases() =>
        from cache in Caches
        from prompt in new (string Name, string Text, string[] Result)[]
        {
            ("loop", Loop, ["[1, 8, 8, 3] 31"]),
            ("mixture", Mixture, ["[1, 8, 8, 3] 212", "[1, 8, 8, 3] 212"]),
        }
        select new TestCaseData(cache.Make, prompt.Text, prompt.Result, cache.RunsAgain).SetArgDisplayNames(cache.Name, prompt.Name);

    [TestCaseSource(nameof(Cases))]
    public void Run_Twice_GivesTheSameAndRunsWhatIsNotKept(Func<IOutputCache> cache, string prompt, string[] expected, bool runsAgain)
    {
        using var bench = new Bench(cache());
        Assert.That(bench.Result(prompt), Is.EqualTo(expected));
        var outcome = bench.Run(prompt);
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success));
        Assert.That(bench.Seen.RanIds.Any(), Is.EqualTo(runsAgain));
        Assert.That(bench.Captured["out"], Is.EqualTo(runsAgain && bench.Seen.RanIds.Contains("out") ? expected : []));
    }

    // The caches differ in what they keep, not in how a job ends: one that keeps and one that does not.
    private static IEnumerable<TestCaseData> KeepingOrNot() => Cases().Where(c => ((Func<IOutputCache>)c.Arguments[0]!)() is ClassicCache or NoneCache);

    [TestCaseSource(nameof(KeepingOrNot))]
    public void Run_StoppedAtAnyPoint_NextJobSucceeds(Func<IOutputCache> cache, string prompt, string[] expected, bool runsAgain)
    {
        _ = runsAgain;
        var stopped = 0;
        for (var at = 0; ; at++)
        {
            using var bench = new Bench(cache());
            using var stop = new CancellationTokenSource();
            var events = 0;
            var outcome = bench.Run(prompt, _ => { if (events++ == at) { stop.Cancel(); } }, stop.Token);
            if (outcome.Status == ExecutionStatus.Success)
            {
                break;
            }

            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Interrupted), $"stopped at event {at}");
            Assert.That(bench.Result(prompt), Is.EqualTo(expected), $"after a stop at event {at}");
            stopped++;
        }

        Assert.That(stopped, Is.GreaterThan(10));
    }
}
