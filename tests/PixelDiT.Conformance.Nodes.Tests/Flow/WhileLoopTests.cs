using PixelDiT.Conformance.Nodes.Tests.Support;

namespace PixelDiT.Conformance.Nodes.Tests.Flow;

public class WhileLoopTests : NodeFixture
{
    // The body doubles value0 as long as it is below the bound.
    private static string Doubling(int start, int bound) => $$"""
        start StubInt {"value": {{start}}}
        open TestWhileLoopOpen {"condition": true, "initial_value0": ["start", 0]}
        double TestIntMathOperation {"a": ["open", 1], "b": 2, "operation": "multiply"}
        below TestIntConditions {"a": ["double", 0], "b": {{bound}}, "operation": "<"}
        close TestWhileLoopClose {"flow_control": ["open", 0], "condition": ["below", 0], "initial_value0": ["double", 0]}
        out Capture {"value": ["close", 0]}
        """;

    [TestCase(1, 2, "2")]
    [TestCase(1, 3, "4")]
    [TestCase(3, 1000, "1536")]
    public void Run_WhileLoop_RepeatsUntilTheConditionFails(int start, int bound, string expected) =>
        Assert.That(Bench.Result(Doubling(start, bound)), Is.EqualTo([expected]));

    [Test]
    public void Run_WhileLoop_IdsDoNotDoubleWithEveryRepetition()
    {
        Bench.Run(Doubling(1, 1 << 12));
        Assert.That(Bench.Seen.RanIds, Has.Member("close.0.0.Recurse").And.Member("close.0.0.double").And.Member("close.0.0.Recurse.0.0.close.0.0.double"));
        Assert.That(Bench.Seen.Ran.Where(n => n.ClassType == "TestIntConditions").Select(n => n.DisplayId), Is.All.EqualTo("below"));
        Assert.That(Bench.Seen.Ran.Where(n => n.ClassType == "TestWhileLoopClose").Select(n => n.DisplayId), Is.All.EqualTo("close"));
    }

    [Test]
    public void Run_ConditionFalseAtOnce_HandsTheValuesOn() =>
        Assert.That(Bench.Result("""
            open TestWhileLoopOpen {"condition": true}
            close TestWhileLoopClose {"flow_control": ["open", 0], "condition": false, "initial_value0": "a", "initial_value3": 1.0}
            list TestMakeListNode {"value1": ["close", 0], "value2": ["close", 1], "value3": ["close", 3], "value4": ["open", 0], "value5": ["open", 5]}
            out Capture {"value": ["list", 0]}
            """), Is.EqualTo(["'a'", "None", "1.0", "'stub'", "None"]));

    [Test]
    public void Run_NodeBesideTheLoop_IsNotRepeated()
    {
        Bench.Run("""
            start StubInt {"value": 1}
            step StubInt {"value": 3}
            open TestWhileLoopOpen {"condition": true, "initial_value0": ["start", 0]}
            more TestIntMathOperation {"a": ["open", 1], "b": ["step", 0], "operation": "add"}
            beside TestIntMathOperation {"a": ["open", 1], "b": 100, "operation": "add"}
            below TestIntConditions {"a": ["more", 0], "b": 10, "operation": "<"}
            close TestWhileLoopClose {"flow_control": ["open", 0], "condition": ["below", 0], "initial_value0": ["more", 0]}
            out Capture {"value": ["close", 0]}
            other Capture {"value": ["beside", 0]}
            """);
        Assert.That(Bench.Captured["out"], Is.EqualTo(["10"]));
        Assert.That(Bench.Captured["other"], Is.EqualTo(["101"]));
        Assert.That(Bench.Seen.RanIds.Where(id => id.Contains("beside") || id.Contains("step")), Is.EquivalentTo(["beside", "step"]));
    }

    [Test]
    public void Run_LoopBodyOfFiveThousandNodes_IsCopiedWithoutRecursion()
    {
        var chain = string.Join('\n', Enumerable.Range(1, 5000).Select(i => $$"""n{{i}} TestToBoolNode {"value": ["{{(i == 1 ? "open" : $"n{i - 1}")}}", {{(i == 1 ? 1 : 0)}}]}"""));
        Assert.That(Bench.Result($$"""
            open TestWhileLoopOpen {"condition": true, "initial_value0": true}
            {{chain}}
            turn TestBoolOperationNode {"a": ["n5000", 0], "b": true, "op": "NOT a"}
            close TestWhileLoopClose {"flow_control": ["open", 0], "condition": ["n5000", 0], "initial_value0": ["turn", 0]}
            out Capture {"value": ["close", 0]}
            """), Is.EqualTo(["True"]));
    }
}
