using System.Text.Json.Nodes;
using PixelDiT.Conformance.Nodes.Tests.Support;
using PixelDiT.Graph.Execution;
using PixelDiT.Tests;

namespace PixelDiT.Conformance.Nodes.Tests.Flow;

public class ForLoopTests : NodeFixture
{
    [TestCase(1, "127")]
    [TestCase(2, "63")]
    [TestCase(3, "31")]
    [TestCase(4, "15")]
    public void Run_ForLoop_RunsItsBodyAsOftenAsTold(int times, string expected)
    {
        Assert.That(Bench.Result(Averaging(times)), Is.EqualTo([$"[1, 8, 8, 3] {expected}"]));
        Assert.That(Bench.Seen.Ran.Where(n => n.ClassType == "TestVariadicAverage").Select(n => n.Id).Distinct().Count(), Is.EqualTo(times));
        Assert.That(Bench.Seen.Ran.Where(n => n.ClassType == "TestVariadicAverage").Select(n => n.DisplayId), Is.All.EqualTo("average"));
    }

    [Test]
    public void Run_ForLoopAgain_RunsNothing()
    {
        Bench.Run(Averaging(3));
        Bench.Run(Averaging(3));
        Assert.That(Bench.Seen.RanIds, Is.Empty);
    }

    [Test]
    public void Run_ForLoopOverChangingNode_RunsItAgainEachTime()
    {
        const string Prompt = """
            white StubImage {"content": "WHITE", 8x8}
            change TestCustomIsChanged {"image": ["white", 0], "should_change": true}
            black StubImage {"content": "BLACK", 8x8}
            open TestForLoopOpen {"remaining": 2, "initial_value1": ["change", 0]}
            average TestVariadicAverage {"input1": ["open", 2], "input2": ["black", 0]}
            close TestForLoopClose {"flow_control": ["open", 0], "initial_value1": ["average", 0]}
            out Capture {"value": ["close", 0]}
            """;
        for (var run = 0; run < 2; run++)
        {
            Assert.That(Bench.Result(Prompt), Is.EqualTo(["[1, 8, 8, 3] 63"]));
            Assert.That(Bench.Seen.RanIds, Has.Member("change").And.Not.Member(run == 0 ? "" : "black"));
        }
    }

    [Test]
    public void Run_RecordedLoop_MakesTheRecordedNodes()
    {
        var events = JsonNode.Parse(File.ReadAllText(TestData.File("protocol/run_for_loop.json")))!["events"]!.AsArray();
        var prompt = events.Select(e => e!["http"]?["request"]?["json"]?["prompt"]).First(p => p is not null)!.DeepClone().AsObject();
        prompt["6"] = new JsonObject { ["class_type"] = "Capture", ["inputs"] = new JsonObject { ["value"] = new JsonArray("5", 0) } };
        var first = events.TakeWhile(e => (string?)e!["json"]?["type"] != "execution_success").ToList();
        var recorded = first.Select(e => e!["json"]).Where(m => (string?)m?["type"] == "executing")
            .Select(m => $"{m!["data"]!["node"]} shown as {m["data"]!["display_node"]}");

        Bench.Run(Bench.Validator.ValidateAsync(prompt).GetAwaiter().GetResult().Prompt!);

        Assert.That(Bench.Seen.Ran.Select(n => $"{n.Id} shown as {n.DisplayId}"), Is.EquivalentTo(recorded));
        Assert.That(Bench.Captured["6"], Is.EqualTo(["[1, 32, 32, 3] 63"]));
    }

    [Test]
    public void Run_LoopWithinLoop_RunsTheInnerBodyForEachOuterOne()
    {
        // Starts from 1, doubles twice in each of three rounds: 1 · 4³.
        Assert.That(Bench.Result("""
            one StubInt {"value": 1}
            outer TestForLoopOpen {"remaining": 3, "initial_value1": ["one", 0]}
            inner TestForLoopOpen {"remaining": 2, "initial_value1": ["outer", 2]}
            double TestIntMathOperation {"a": ["inner", 2], "b": 2, "operation": "multiply"}
            endinner TestForLoopClose {"flow_control": ["inner", 0], "initial_value1": ["double", 0]}
            endouter TestForLoopClose {"flow_control": ["outer", 0], "initial_value1": ["endinner", 0]}
            out Capture {"value": ["endouter", 0]}
            """), Is.EqualTo(["64"]));
    }

    [Test]
    public void Run_LoopOverSeveralValues_HandsOnEachAndNullWhereNoneIs() =>
        Assert.That(Bench.Result("""
            one StubInt {"value": 1}
            open TestForLoopOpen {"remaining": 10, "initial_value1": ["one", 0], "initial_value2": ["one", 0]}
            sum TestIntMathOperation {"a": ["open", 2], "b": ["open", 3], "operation": "add"}
            close TestForLoopClose {"flow_control": ["open", 0], "initial_value1": ["open", 3], "initial_value2": ["sum", 0]}
            list TestMakeListNode {"value1": ["close", 0], "value2": ["close", 1], "value3": ["close", 2], "value4": ["open", 1]}
            out Capture {"value": ["list", 0]}
            """), Is.EqualTo(["89", "144", "None", "10"]));

    [Test]
    public void Run_BodyThatGathers_KeepsAndReleasesEveryImage() =>
        Assert.That(Bench.Result("""
            grey StubConstantImage {"value": 0.25, 8x8}
            none TestAccumulateNode {"to_add": ["grey", 0]}
            open TestForLoopOpen {"remaining": 3, "initial_value1": ["none", 0], "initial_value2": ["grey", 0]}
            more TestCustomValidation3 {"input1": ["open", 3], "input2": 2.0}
            gather TestAccumulateNode {"to_add": ["more", 0], "accumulation": ["open", 2]}
            close TestForLoopClose {"flow_control": ["open", 0], "initial_value1": ["gather", 0], "initial_value2": ["more", 0]}
            list TestAccumulationToListNode {"accumulation": ["close", 0]}
            out Capture {"value": ["list", 0]}
            """), Is.EqualTo(["[1, 8, 8, 3] 63", "[1, 8, 8, 3] 127", "[1, 8, 8, 3] 255", "[1, 8, 8, 3] 255"]));

    [Test]
    public void Run_BodyThatFails_ReportsTheNodeOfTheSubmittedGraph()
    {
        var error = Bench.Error("""
            one StubInt {"value": 2}
            open TestForLoopOpen {"remaining": 5, "initial_value1": ["one", 0]}
            less TestIntMathOperation {"a": ["open", 2], "b": 1, "operation": "subtract"}
            check TestIntMathOperation {"a": 1, "b": ["less", 0], "operation": "divide"}
            both TestMakeListNode {"value1": ["less", 0], "value2": ["check", 0]}
            close TestForLoopClose {"flow_control": ["open", 0], "initial_value1": ["both", 0]}
            out Capture {"value": ["close", 0]}
            """);
        Assert.That(error.Message, Is.EqualTo("division by zero\n"));
        Assert.That((error.NodeId, error.NodeType), Is.EqualTo(("close", "TestForLoopClose")));
    }

    [Test]
    public void Run_InterruptedInTheMiddle_HoldsNothing()
    {
        using var stop = new CancellationTokenSource();
        var averages = 0;
        var outcome = Bench.Run(Averaging(4), e => Stop(e), stop.Token);
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Interrupted));
        Assert.That(Bench.Result(Averaging(4)), Is.EqualTo(["[1, 8, 8, 3] 15"]));

        void Stop(string e)
        {
            if (e.StartsWith("run close", StringComparison.Ordinal) && e.EndsWith("average", StringComparison.Ordinal) && ++averages == 2)
            {
                stop.Cancel();
            }
        }
    }

    private static string Averaging(int times) => $$"""
        black StubImage {"content": "BLACK", 8x8}
        white StubImage {"content": "WHITE", 8x8}
        open TestForLoopOpen {"remaining": {{times}}, "initial_value1": ["white", 0]}
        average TestVariadicAverage {"input1": ["black", 0], "input2": ["open", 2]}
        close TestForLoopClose {"flow_control": ["open", 0], "initial_value1": ["average", 0]}
        out Capture {"value": ["close", 0]}
        """;
}
