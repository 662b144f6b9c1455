using PixelDiT.Conformance.Nodes.Tests.Support;
using PixelDiT.Graph.Execution;

namespace PixelDiT.Conformance.Nodes.Tests.Flow;

public class BlockerTests : NodeFixture
{
    private static string Second(bool verbose) => $$"""
        black StubImage {"content": "BLACK", 8x8}
        white StubImage {"content": "WHITE", 8x8}
        grey StubConstantImage {"value": 0.5, 8x8}
        block TestExecutionBlocker {"input": ["white", 0], "block": true, "verbose": {{(verbose ? "true" : "false")}}}
        list TestMakeListNode {"value1": ["black", 0], "value2": ["block", 0], "value3": ["grey", 0]}
        out Capture {"value": ["list", 0]}
        """;

    [Test]
    public void Run_NotBlocked_PassesTheValueOn() =>
        Assert.That(Bench.Result("""
            white StubImage {"content": "WHITE", 8x8}
            block TestExecutionBlocker {"input": ["white", 0], "block": false, "verbose": true}
            out Capture {"value": ["block", 0]}
            """), Is.EqualTo(["[1, 8, 8, 3] 255"]));

    [Test]
    public void Run_OneInputOfACallBlocked_WholeCallIsNotMade()
    {
        Assert.That(Bench.Result(Second(verbose: false)), Is.Empty);
        Assert.That(Bench.Seen.Events, Has.None.StartsWith("blocked"));
    }

    [Test]
    public void Run_BlockedWithMessage_IsReportedAtTheFirstReceiverAndTheJobGoesOn()
    {
        var outcome = Bench.Run(Second(verbose: true));
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success));
        Assert.That(Bench.Seen.Events.Where(e => e.StartsWith("blocked", StringComparison.Ordinal)), Is.EqualTo(["blocked list Blocked Execution"]));
        Assert.That(Bench.Captured["out"], Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Run_OneElementOfAListBlocked_OthersGoOn(bool verbose)
    {
        var outcome = Bench.Run($$"""
            flags TestMakeListNode {"value1": false, "value2": true, "value3": false}
            values TestMakeListNode {"value1": "a", "value2": "b", "value3": "c"}
            block TestExecutionBlocker {"input": ["values", 0], "block": ["flags", 0], "verbose": {{(verbose ? "true" : "false")}}}
            pass TestToBoolNode {"value": ["block", 0]}
            list TestMakeListNode {"value1": ["block", 0]}
            first Capture {"value": ["block", 0]}
            second Capture {"value": ["pass", 0]}
            third Capture {"value": ["list", 0]}
            """);
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success));
        Assert.That(Bench.Captured["first"], Is.EqualTo(["'a'", "'c'"]));
        Assert.That(Bench.Captured["second"], Is.EqualTo(["True", "True"]));
        Assert.That(Bench.Captured["third"], Is.EqualTo(["'a'", "'c'"]));
    }

    [Test]
    public void Run_ListNodeWithOneBlockedElement_IsNotCalled() =>
        Assert.That(Bench.Result("""
            flags TestMakeListNode {"value1": false, "value2": true}
            block TestExecutionBlocker {"input": 1, "block": ["flags", 0], "verbose": false}
            all TestListToAccumulationNode {"list": ["block", 0]}
            out Capture {"value": ["all", 0]}
            """), Is.Empty);

    [Test]
    public void Run_BlockedAsyncNode_IsNotStarted()
    {
        Assert.That(Bench.Result("""
            block TestExecutionBlocker {"input": 1, "block": true, "verbose": false}
            fail TestAsyncError {"value": ["block", 0], "error_after": 0.0}
            out Capture {"value": ["fail", 0]}
            """), Is.Empty);
    }
}
