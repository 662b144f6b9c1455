using PixelDiT.Conformance.Nodes.Tests.Support;
using PixelDiT.Graph.Execution;

namespace PixelDiT.Conformance.Nodes.Tests.Expansion;

public class ExpansionTests : NodeFixture
{
    [Test]
    public void MixedReturns_ListOfAllThreeKinds_KeepsTheOrder()
    {
        const string List = """
            a StubFloat {"value": 0.1}
            b StubFloat {"value": 0.2}
            c StubFloat {"value": 0.3}
            list TestMakeListNode {"value1": ["a", 0], "value2": ["b", 0], "value3": ["c", 0]}
            mixed TestMixedExpansionReturns {"input1": ["list", 0]}
            out Capture {"value": ["mixed", 0]}
            second Capture {"value": ["mixed", 1]}
            """;
        Assert.That(Bench.Result(List), Is.EqualTo(["[1, 512, 512, 3] 25", "[1, 512, 512, 3] 51", "[1, 512, 512, 3] 76"]));
        Assert.That(Bench.Captured["second"], Is.EqualTo(["[1, 512, 512, 3] 255", "[1, 512, 512, 3] 255", "[1, 512, 512, 3] 255"]));
        Assert.That(Bench.Seen.RanIds.Where(id => id.StartsWith("mixed.", StringComparison.Ordinal)), Is.EquivalentTo(["mixed.2.0.1", "mixed.2.0.2", "mixed.2.0.3", "mixed.2.0.4"]));
    }

    [Test]
    public void DynamicCycle_BothMixesAsk_IsAnErrorOfTheExpandingNode()
    {
        var error = Bench.Error("""
            black StubImage {"content": "BLACK", 8x8}
            white StubImage {"content": "WHITE", 8x8}
            cycle TestDynamicDependencyCycle {"input1": ["black", 0], "input2": ["white", 0]}
            out Capture {"value": ["cycle", 0]}
            """);
        Assert.Multiple(() =>
        {
            Assert.That(error.Message, Is.EqualTo("Dependency cycle detected"));
            Assert.That(error.ExceptionType, Is.EqualTo("graph.DependencyCycleError"));
            Assert.That(error.NodeId, Is.EqualTo("cycle"));
            Assert.That(error.NodeType, Is.EqualTo("TestDynamicDependencyCycle"));
            Assert.That(error.Traceback, Is.Empty);
            Assert.That(error.CurrentInputs.ToJsonString(), Is.EqualTo("[]"));
        });
    }

    [Test]
    public void ParallelSleep_ThreeImages_SleepsOverlapAndTheMeanIsExact()
    {
        var outcome = Bench.Run("""
            black StubImage {"content": "BLACK", 8x8}
            white StubImage {"content": "WHITE", 8x8}
            sleep TestParallelSleep {"image1": ["black", 0], "image2": ["white", 0], "image3": ["white", 0], "sleep1": 0.1, "sleep2": 0.2, "sleep3": 0.3}
            out Capture {"value": ["sleep", 0]}
            """);
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success));
        Assert.That(Bench.Captured["out"], Is.EqualTo(["[1, 8, 8, 3] 170"]));
        AllStartBeforeOneFinishes(Bench.Seen, "sleep.0.0.1", "sleep.0.0.2", "sleep.0.0.3");
        Assert.That(Bench.Seen.RanIds, Has.Member("sleep.0.0.4"));
    }

    [TestCase(1, "255")]
    [TestCase(2, "127")]
    [TestCase(3, "170")]
    [TestCase(5, "153")]
    public void DynamicGeneration_Sleeps_OverlapAndAreAveraged(int count, string expected)
    {
        Assert.That(Bench.Result($$"""
            white StubImage {"content": "WHITE", 8x8}
            black StubImage {"content": "BLACK", 8x8}
            many TestDynamicAsyncGeneration {"image1": ["white", 0], "image2": ["black", 0], "num_async_nodes": {{count}}, "sleep_duration": 0.1}
            out Capture {"value": ["many", 0]}
            """), Is.EqualTo([$"[1, 8, 8, 3] {expected}"]));
        var sleeps = Enumerable.Range(1, count).Select(i => $"many.0.0.{i}").ToArray();
        AllStartBeforeOneFinishes(Bench.Seen, sleeps);
        Assert.That(Bench.Seen.RanIds.Where(id => id.StartsWith("many.", StringComparison.Ordinal)), Is.EquivalentTo(count == 1 ? sleeps : [.. sleeps, $"many.0.0.{count + 1}"]));
    }

    internal static void AllStartBeforeOneFinishes(Recorder seen, params string[] ids)
    {
        var started = ids.Max(id => seen.Events.IndexOf($"run {id}"));
        var finished = ids.Min(id => seen.Events.IndexOf($"finished {id}"));
        Assert.That(ids.Select(id => $"run {id}"), Is.SubsetOf(seen.Events));
        Assert.That(started, Is.LessThan(finished), () => string.Join("\n", seen.Events));
    }
}
