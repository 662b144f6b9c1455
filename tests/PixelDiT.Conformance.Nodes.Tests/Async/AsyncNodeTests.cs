using PixelDiT.Conformance.Nodes.Tests.Expansion;
using PixelDiT.Conformance.Nodes.Tests.Support;
using PixelDiT.Graph.Execution;

namespace PixelDiT.Conformance.Nodes.Tests.Async;

[NonParallelizable]
public class AsyncNodeTests : NodeFixture
{
    [TestCase("TestAsyncError", """{"value": 1, "error_after": 0.05}""", "Intentional async execution error for testing\n")]
    [TestCase("TestSyncError", """{"value": 1}""", "Intentional sync execution error for testing\n")]
    [TestCase("TestAsyncTimeout", """{"value": 1, "timeout": 0.1, "operation_time": 10.0}""", "Operation timed out after 0.1 seconds\n")]
    [TestCase("TestAsyncTimeout", """{"value": 1, "timeout": 1, "operation_time": 2}""", "Operation timed out after 1.0 seconds\n")]
    public void Run_FailingNode_EndsTheJobWithItsMessage(string node, string inputs, string message)
    {
        var error = Bench.Error($$"""
            node {{node}} {{inputs}}
            out Capture {"value": ["node", 0]}
            """);
        Assert.That((error.NodeId, error.NodeType, error.Message), Is.EqualTo(("node", node, message)));
        Assert.That(Bench.Result("""
            one StubInt {"value": 1}
            out Capture {"value": ["one", 0]}
            """), Is.EqualTo(["1"]), "the executor goes on");
    }

    [Test]
    public void Timeout_OperationInTime_PassesTheValueOn() =>
        Assert.That(Bench.Result("""
            node TestAsyncTimeout {"value": "v", "timeout": 0.2, "operation_time": 0.1}
            out Capture {"value": ["node", 0]}
            """), Is.EqualTo(["'v'"]));

    [TestCase("TestSyncError", """{"value":["v"]}""")]
    [TestCase("TestAsyncError", "{}")]
    public void Run_FailingNode_ShowsItsInputsUnlessItFailedInAWait(string node, string inputs) =>
        Assert.That(Bench.Error($$"""
            node {{node}} {"value": "v", "error_after": 0.05}
            out Capture {"value": ["node", 0]}
            """).CurrentInputs.ToJsonString(), Is.EqualTo(inputs));

    [Test]
    public void Run_SyncErrorWhileASleepWaits_EndsAtOnceAndHoldsNothing()
    {
        var error = Bench.Error("""
            image StubImage {"content": "WHITE", 8x8}
            sleep TestSleep {"value": ["image", 0], "seconds": 600.0}
            fail TestSyncError {"value": ["image", 0]}
            first Capture {"value": ["sleep", 0]}
            second Capture {"value": ["fail", 0]}
            """);
        Assert.That(error.NodeId, Is.EqualTo("fail"));
    }

    [Test]
    public void Sleep_SeveralNodes_Overlap()
    {
        Assert.That(Bench.Result("""
            a TestSleep {"value": "a", "seconds": 0.1}
            b TestSleep {"value": "b", "seconds": 0.1}
            c TestSleep {"value": "c", "seconds": 0.1}
            list TestMakeListNode {"value1": ["a", 0], "value2": ["b", 0], "value3": ["c", 0]}
            out Capture {"value": ["list", 0]}
            """), Is.EqualTo(["'a'", "'b'", "'c'"]));
        ExpansionTests.AllStartBeforeOneFinishes(Bench.Seen, "a", "b", "c");
    }

    [Test]
    public void Sleep_ListElements_Overlap()
    {
        var time = new CountingTime();
        using var bench = new Bench(time: time);
        Assert.That(bench.Result("""
            list TestMakeListNode {"value1": "a", "value2": "b", "value3": "c"}
            sleep TestSleep {"value": ["list", 0], "seconds": 0.1}
            out Capture {"value": ["sleep", 0]}
            """), Is.EqualTo(["'a'", "'b'", "'c'"]));
        Assert.That(time.Most, Is.EqualTo(3));
    }

    [Test]
    public void Sleep_NoTime_ReportsNothing()
    {
        Assert.That(Bench.Result("""
            sleep TestSleep {"value": 1, "seconds": 0.0}
            out Capture {"value": ["sleep", 0]}
            """), Is.EqualTo(["1"]));
        Assert.That(Bench.Seen.Progress, Is.Empty);
    }

    [Test]
    public void Sleep_SomeTime_ReportsItsBeginningAndItsEnd()
    {
        Bench.Run("""
            sleep TestSleep {"value": 1, "seconds": 0.25}
            out Capture {"value": ["sleep", 0]}
            """);
        Assert.That(Bench.Seen.Progress, Has.All.Matches<(string Id, double Value, double Max)>(p => p.Id == "sleep" && p.Max == 0.25 && p.Value <= 0.25));
        Assert.That(Bench.Seen.Progress[^1].Value, Is.EqualTo(0.25));
        Assert.That(Bench.Seen.Progress.Select(p => p.Value), Is.Ordered);
    }

    [Test]
    public void Sleep_Again_IsCachedUnderItsOwnIdOnly()
    {
        static string Prompt(string a, string b) => $$"""
            {{a}} TestSleep {"value": 1, "seconds": 0.01}
            {{b}} TestSleep {"value": 1, "seconds": 0.01}
            list TestMakeListNode {"value1": ["{{a}}", 0], "value2": ["{{b}}", 0]}
            out Capture {"value": ["list", 0]}
            """;
        Bench.Run(Prompt("a", "b"));
        Assert.That(Bench.Seen.RanIds, Is.SupersetOf(["a", "b"]), "two equal sleeps both run");
        Bench.Run(Prompt("a", "b"));
        Assert.That(Bench.Seen.RanIds, Is.Empty, "the same again");
        Bench.Run(Prompt("c", "d"));
        Assert.That(Bench.Seen.RanIds, Is.SupersetOf(["c", "d"]), "other ids");
    }

    [Test]
    public void Sleep_Interrupted_EndsAndHoldsNothing()
    {
        using var stop = new CancellationTokenSource();
        var outcome = Bench.Run("""
            image StubImage {"content": "WHITE", 8x8}
            sleep TestSleep {"value": ["image", 0], "seconds": 600.0}
            out Capture {"value": ["sleep", 0]}
            """, e => { if (e == "progress sleep") { stop.Cancel(); } }, stop.Token);
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Interrupted));
    }

    [TestCase(true, "a", "b")]
    [TestCase(false, "b", "a")]
    public void LazyCheck_Condition_AsksForOneOfTheTwo(bool condition, string runs, string rests)
    {
        Assert.That(Bench.Result($$"""
            a StubInt {"value": 1}
            b StubInt {"value": 2}
            lazy TestAsyncLazyCheck {"input1": ["a", 0], "input2": ["b", 0], "condition": {{(condition ? "true" : "false")}}}
            out Capture {"value": ["lazy", 0]}
            """), Is.EqualTo(["[1, 512, 512, 3] 255"]));
        Assert.That(Bench.Seen.RanIds, Has.Member(runs).And.No.Member(rests));
    }

    [Test]
    public void LazyCheck_Constants_AreThereAlready() =>
        Assert.That(Bench.Result("""
            lazy TestAsyncLazyCheck {"input1": "value1", "input2": "value2", "condition": true}
            out Capture {"value": ["lazy", 0]}
            """), Is.EqualTo(["[1, 512, 512, 3] 255"]));

    [Test]
    public void ResourceUser_SameResourceAtOnce_SecondFailsAndTheResourceIsFreed()
    {
        const string Both = """
            a TestAsyncResourceUser {"value": 1, "resource_id": "r", "duration": 0.2}
            b TestAsyncResourceUser {"value": 2, "resource_id": "r", "duration": 0.2}
            list TestMakeListNode {"value1": ["a", 0], "value2": ["b", 0]}
            out Capture {"value": ["list", 0]}
            """;
        Assert.That(Bench.Error(Both).Message, Is.EqualTo("Resource r is already in use!\n"));
        Assert.That(() => Bench.Run(Both.Replace("b TestAsyncResourceUser {\"value\": 2, \"resource_id\": \"r\"", "b TestAsyncResourceUser {\"value\": 2, \"resource_id\": \"s\"")).Status,
            Is.EqualTo(ExecutionStatus.Success).After(5).Seconds.PollEvery(50));
    }

    [Test]
    public void ResourceUser_ResourcesOfTheirOwn_RunTogetherAndAreCached()
    {
        var prompt = string.Join('\n', Enumerable.Range(0, 5).Select(i => $$"""u{{i}} TestAsyncResourceUser {"value": {{i}}, "resource_id": "own{{i}}", "duration": 0.05}"""))
            + """

            list TestMakeListNode {"value1": ["u0", 0], "value2": ["u1", 0], "value3": ["u2", 0], "value4": ["u3", 0], "value5": ["u4", 0]}
            out Capture {"value": ["list", 0]}
            """;
        Assert.That(Bench.Result(prompt), Is.EqualTo(["0", "1", "2", "3", "4"]));
        Bench.Run(prompt);
        Assert.That(Bench.Seen.RanIds, Is.Empty);
    }

    [Test]
    public void BatchProcessing_Images_AreInvertedWithOneStepEach()
    {
        Assert.That(Bench.Result("""
            grey StubConstantImage {"value": 0.25, "height": 8, "width": 8, "batch_size": 3}
            batch TestAsyncBatchProcessing {"images": ["grey", 0], "process_time_per_item": 0.01}
            out Capture {"value": ["batch", 0]}
            """), Is.EqualTo(["[3, 8, 8, 3] 191"]));
        Assert.That(Bench.Seen.Progress[0], Is.EqualTo(("batch", 1.0, 3.0)));
        Assert.That(Bench.Seen.Progress[^1], Is.EqualTo(("batch", 3.0, 3.0)));
    }

    [Test]
    public void ConcurrentLimit_FiveNodes_AtMostTwoAtATime()
    {
        var time = new CountingTime();
        using var bench = new Bench(time: time);
        Assert.That(bench.Result("""
            list TestMakeListNode {"value1": 1, "value2": 2, "value3": 3, "value4": 4, "value5": 5}
            limit TestAsyncConcurrentLimit {"value": ["list", 0], "duration": 0.1, "node_id": 7}
            out Capture {"value": ["limit", 0]}
            """), Is.EqualTo(["1", "2", "3", "4", "5"]));
        Assert.That(time.Most, Is.EqualTo(2));
    }
}
