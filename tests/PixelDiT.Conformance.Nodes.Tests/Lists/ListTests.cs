using PixelDiT.Conformance.Nodes.Tests.Support;

namespace PixelDiT.Conformance.Nodes.Tests.Lists;

public class ListTests : NodeFixture
{
    [Test]
    public void MakeList_ValuesOutOfOrder_ComeByNumber() =>
        Assert.That(Bench.Result("""
            list TestMakeListNode {"value9": "i", "value1": "a", "value5": "e"}
            out Capture {"value": ["list", 0]}
            """), Is.EqualTo(["'a'", "'e'", "'i'"]));

    [Test]
    public void MakeList_Value0_CountsAsALinkAndNotAsAConstant() =>
        Assert.That(Bench.Result("""
            zero StubInt {"value": 0}
            linked TestMakeListNode {"value0": ["zero", 0], "value1": 1}
            constant TestMakeListNode {"value0": 0, "value1": ["linked", 0]}
            out Capture {"value": ["constant", 0]}
            """), Is.EqualTo(["0", "1"]));

    [Test]
    public void MakeList_NullIsAValue_LeftOutIsNone() =>
        Assert.That(Bench.Result("""
            list TestMakeListNode {"value1": null, "value3": 5, "value4": 5.0, "value5": {"__value__": ["a", 0]}}
            out Capture {"value": ["list", 0]}
            """), Is.EqualTo(["None", "5", "5.0", "['a', 0]"]));

    [Test]
    public void MakeList_OfLists_JoinsTheListsOfAllCalls() =>
        Assert.That(Bench.Result("""
            a TestMakeListNode {"value1": 1, "value2": 2, "value3": 3}
            b TestMakeListNode {"value1": "x", "value2": "y"}
            both TestMakeListNode {"value1": ["a", 0], "value2": ["b", 0]}
            out Capture {"value": ["both", 0]}
            """), Is.EqualTo(["1", "'x'", "2", "'y'", "3", "'y'"]));

    [Test]
    public void ListToAccumulation_WholeList_IsOneValue() =>
        Assert.That(Bench.Result("""
            image StubImage {"content": "WHITE", 8x8}
            list TestMakeListNode {"value1": 1, "value2": ["image", 0], "value3": 2.0}
            all TestListToAccumulationNode {"list": ["list", 0]}
            out Capture {"value": ["all", 0]}
            """), Is.EqualTo(["{accum: [1, [1, 8, 8, 3] 255, 2.0]}"]));

    [Test]
    public void Accumulations_OfImages_HoldTheirParts()
    {
        Assert.That(Bench.Result("""
            black StubImage {"content": "BLACK", 8x8}
            white StubImage {"content": "WHITE", 8x8}
            one TestAccumulateNode {"to_add": ["black", 0]}
            two TestAccumulateNode {"to_add": ["white", 0], "accumulation": ["one", 0]}
            nested TestAccumulateNode {"to_add": ["two", 0], "accumulation": ["two", 0]}
            out Capture {"value": ["nested", 0]}
            """), Is.EqualTo(["{accum: [[1, 8, 8, 3] 0, [1, 8, 8, 3] 255, {accum: [[1, 8, 8, 3] 0, [1, 8, 8, 3] 255]}]}"]));
        Assert.That(Bench.Executor.LiveResources, Is.EqualTo(2));
    }

    [Test]
    public void Accumulations_InAList_AreExtendedOneByOne() =>
        Assert.That(Bench.Result("""
            list TestMakeListNode {"value1": 1, "value2": 2}
            acc TestAccumulateNode {"to_add": ["list", 0]}
            more TestAccumulateNode {"to_add": "x", "accumulation": ["acc", 0]}
            length TestAccumulationGetLengthNode {"accumulation": ["more", 0]}
            items TestAccumulationToListNode {"accumulation": ["more", 0]}
            out Capture {"value": ["items", 0]}
            lengths Capture {"value": ["length", 0]}
            """), Is.EqualTo(["1", "'x'", "2", "'x'"]));

    [TestCase("TestAccumulationHeadNode", "{accum: ['b', 'c']}", "'a'")]
    [TestCase("TestAccumulationTailNode", "{accum: ['a', 'b']}", "'c'")]
    public void HeadAndTail_ThreeValues_TakeOneOff(string node, string rest, string one)
    {
        Bench.Run($$"""
            {{Three}}
            node {{node}} {"accumulation": ["acc", 0]}
            rest Capture {"value": ["node", 0]}
            one Capture {"value": ["node", 1]}
            """);
        Assert.That((Bench.Captured["rest"][0], Bench.Captured["one"][0]), Is.EqualTo((rest, one)));
    }

    [TestCase("TestAccumulationHeadNode", "{accum: []}", "None")]
    [TestCase("TestAccumulationTailNode", "None", "{accum: []}")]
    public void HeadAndTail_Empty_GiveNothing(string node, string rest, string one)
    {
        Bench.Run($$"""
            acc TestAccumulateNode {"to_add": 1}
            empty TestAccumulationHeadNode {"accumulation": ["acc", 0]}
            node {{node}} {"accumulation": ["empty", 0]}
            rest Capture {"value": ["node", 0]}
            one Capture {"value": ["node", 1]}
            """);
        Assert.That((Bench.Captured["rest"][0], Bench.Captured["one"][0]), Is.EqualTo((rest, one)));
    }

    [TestCase(0, "'a'", "{accum: ['Q', 'b', 'c']}")]
    [TestCase(2, "'c'", "{accum: ['a', 'b', 'Q']}")]
    [TestCase(-1, "'c'", "{accum: ['a', 'b', 'Q']}")]
    [TestCase(-3, "'a'", "{accum: ['Q', 'b', 'c']}")]
    public void GetAndSetItem_Index_CountsFromEitherEnd(int index, string item, string replaced)
    {
        Bench.Run($$"""
            {{Three}}
            get TestAccumulationGetItemNode {"accumulation": ["acc", 0], "index": {{index}}}
            set TestAccumulationSetItemNode {"accumulation": ["acc", 0], "index": {{index}}, "value": "Q"}
            item Capture {"value": ["get", 0]}
            replaced Capture {"value": ["set", 0]}
            before Capture {"value": ["acc", 0]}
            """);
        Assert.That((Bench.Captured["item"][0], Bench.Captured["replaced"][0]), Is.EqualTo((item, replaced)));
        Assert.That(Bench.Captured["before"], Is.EqualTo(["{accum: ['a', 'b', 'c']}"]));
    }

    [TestCase("TestAccumulationGetItemNode", "3")]
    [TestCase("TestAccumulationGetItemNode", "-4")]
    [TestCase("TestAccumulationGetItemNode", "99999999999999999999999")]
    [TestCase("TestAccumulationSetItemNode", "3")]
    public void GetAndSetItem_IndexOutside_FailsAtTheNode(string node, string index)
    {
        var error = Bench.Error($$"""
            {{Three}}
            node {{node}} {"accumulation": ["acc", 0], "index": {{index}}, "value": 1}
            out Capture {"value": ["node", 0]}
            """);
        Assert.That((error.NodeId, error.Message), Is.EqualTo(("node", "list index out of range\n")));
    }

    private const string Three = """
        a TestAccumulateNode {"to_add": "a"}
        b TestAccumulateNode {"to_add": "b", "accumulation": ["a", 0]}
        acc TestAccumulateNode {"to_add": "c", "accumulation": ["b", 0]}
        """;
}
