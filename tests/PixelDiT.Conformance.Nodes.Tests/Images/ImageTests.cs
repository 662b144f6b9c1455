using PixelDiT.Conformance.Nodes.Tests.Support;

namespace PixelDiT.Conformance.Nodes.Tests.Images;

public class ImageTests : NodeFixture
{
    private const string Colours = """
        black StubImage {"content": "BLACK", 8x8}
        white StubImage {"content": "WHITE", 8x8}
        """;

    [TestCase("""{"input1": ["black", 0], "input2": ["white", 0], "input3": ["white", 0]}""", "170")]
    [TestCase("""{"input1": ["black", 0], "input2": ["white", 0], "input3": ["black", 0], "input4": ["black", 0]}""", "63")]
    [TestCase("""{"input1": ["black", 0], "input3": ["white", 0]}""", "0")]
    [TestCase("""{"input1": ["white", 0]}""", "255")]
    [TestCase("""{"input1": ["white", 0], "input2": 5}""", "255")]
    public void Average_UndeclaredLinks_CountUpToTheFirstMissingNumber(string inputs, string expected) =>
        Assert.That(Bench.Result($$"""
            {{Colours}}
            average TestVariadicAverage {{inputs}}
            out Capture {"value": ["average", 0]}
            """), Is.EqualTo([$"[1, 8, 8, 3] {expected}"]));

    [Test]
    public void Average_OfDifferentSizes_FailsAtTheNode() =>
        Assert.That(Bench.Error($$"""
            {{Colours}}
            small StubImage {"content": "WHITE", "height": 4, "width": 4, "batch_size": 1}
            average TestVariadicAverage {"input1": ["black", 0], "input2": ["small", 0]}
            out Capture {"value": ["average", 0]}
            """).NodeId, Is.EqualTo("average"));

    [Test]
    public void Average_ListUnderUndeclaredName_IsMappedLikeAnyOther() =>
        Assert.That(Bench.Result($$"""
            {{Colours}}
            list TestMakeListNode {"value1": ["black", 0], "value2": ["white", 0]}
            average TestVariadicAverage {"input1": ["white", 0], "input2": ["list", 0]}
            out Capture {"value": ["average", 0]}
            """), Is.EqualTo(["[1, 8, 8, 3] 127", "[1, 8, 8, 3] 255"]));

    [TestCase("false", false)]
    [TestCase("true", true)]
    [TestCase("0", false)]
    [TestCase("2", true)]
    [TestCase("\"False\"", true)]
    [TestCase("\"\"", false)]
    [TestCase("null", false)]
    public void CustomIsChanged_SecondRun_RunsAgainWhereTheSwitchCountsAsTrue(string change, bool again)
    {
        var prompt = $$"""
            {{Colours}}
            switch TestCustomIsChanged {"image": ["black", 0], "should_change": {{change}}}
            out Capture {"value": ["switch", 0]}
            """;
        Assert.That(Bench.Result(prompt), Is.EqualTo(["[1, 8, 8, 3] 0"]));
        Bench.Run(prompt);
        Assert.That(Bench.Seen.RanIds, Is.EqualTo(again ? ["switch", "out"] : Array.Empty<string>()));
    }

    [Test]
    public void IsChangedWithConstants_SecondRun_IsCached()
    {
        const string Prompt = """
            grey StubConstantImage {"value": 0.5, 8x8}
            scaled TestIsChangedWithConstants {"image": ["grey", 0], "value": 0.5}
            out Capture {"value": ["scaled", 0]}
            """;
        Assert.That(Bench.Result(Prompt), Is.EqualTo(["[1, 8, 8, 3] 63"]));
        Bench.Run(Prompt);
        Assert.That(Bench.Seen.RanIds, Is.Empty);
    }

    [Test]
    public void IsChangedWithConstants_LinkedValue_IsCachedToo()
    {
        const string Prompt = """
            grey StubConstantImage {"value": 0.5, 8x8}
            factor StubFloat {"value": 0.5}
            scaled TestIsChangedWithConstants {"image": ["grey", 0], "value": ["factor", 0]}
            out Capture {"value": ["scaled", 0]}
            """;
        Assert.That(Bench.Result(Prompt), Is.EqualTo(["[1, 8, 8, 3] 63"]));
        Bench.Run(Prompt);
        Assert.That(Bench.Seen.RanIds, Is.Empty);
    }

    [Test]
    public void OutputWithSocket_IsAnOutputAndAValue()
    {
        var chained = $$"""
            {{Colours}}
            half TestOutputNodeWithSocketOutput {"image": ["white", 0], "value": 0.5}
            more TestOutputNodeWithSocketOutput {"image": ["half", 0], "value": 0.5}
            """;
        var outcome = Bench.Run(chained);
        Assert.That(outcome.Outputs, Is.Empty);
        Assert.That(outcome.Executed, Is.EquivalentTo(["white", "half", "more"]));
        Assert.That(Bench.Result($$"""
            {{chained}}
            out Capture {"value": ["more", 0]}
            """), Is.EqualTo(["[1, 8, 8, 3] 63"]));
    }
}
