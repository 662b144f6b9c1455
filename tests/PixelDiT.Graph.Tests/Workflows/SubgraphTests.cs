namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>Subgraphs, promoted widgets and the borders between graphs (protocol §8.4).</summary>
internal sealed class SubgraphTests
{
    private const string Id = "aaaaaaaa-0000-4000-8000-000000000001";
    private const string Other = "aaaaaaaa-0000-4000-8000-000000000002";

    // Two numbers; the first is fed by the input 'a', both by 'b' if connected.
    private static Definition Numbers() => new Definition(Id, "Numbers").Also(d => d.Node(5, "Int", "[50]").Node(6, "Int", "[60]"));

    [Test]
    public void Convert_SeveralInstances_GetIdsOfTheirOwn() => Assert.That(
        new EditorFile().Define(Numbers().Out("n", "INT", 6)).Node(2, Id).Node(1, Id).Node(3, "Any").Link(2, 0, 3, "first").Link(1, 0, 3, "second").Inputs(),
        Is.EqualTo("""{"3":{"number":7,"first":["2:6",0],"second":["1:6",0]},"2:5":{"value":50},"2:6":{"value":60},"1:5":{"value":50},"1:6":{"value":60}}"""));

    [Test]
    public void Convert_LinkedInput_ReachesAllThatItFeeds() => Assert.That(
        new EditorFile().Define(Numbers().In("a", "INT", true, (5, "value"), (6, "value"))).Node(1, "Int", "[1]").Node(2, Id).Link(1, 0, 2, "a", "INT", widget: true).Inputs(),
        Is.EqualTo("""{"1":{"value":1},"2:5":{"value":["1",0]},"2:6":{"value":["1",0]}}"""));

    [Test]
    public void Convert_UnlinkedInput_GivesTheWidgetOfTheFirstToAll() => Assert.That(
        new EditorFile().Define(Numbers().In("a", "INT", true, (6, "value"), (5, "value"))).Node(2, Id).Inputs(), Is.EqualTo("""{"2:5":{"value":60},"2:6":{"value":60}}"""));

    [Test]
    public void Convert_UnlinkedSocket_LeavesTheInnerInputUnconnected() => Assert.That(
        new EditorFile().Define(new Definition(Id, "P").Also(d => d.Node(5, "Patch", "[2]")).In("m", "MODEL", false, (5, "model"))).Node(2, Id).Inputs(),
        Is.EqualTo("""{"2:5":{"strength":2}}"""));

    // proxyWidgets, widgets_values, expected values of nodes 5 and 6.
    [TestCase("""[["5","value"],["6","value"]]""", "[]", 50, 60)]
    [TestCase("""[["5","value"],["6","value"]]""", null, 50, 60)]
    [TestCase("""[["5","value"],["6","value"]]""", "[7,null]", 7, 60)]
    [TestCase("""[["5","value"],["6","value"]]""", "[null,8]", 50, 8)]
    [TestCase("""[[5,"value"],["6","value"]]""", "[7,8,9]", 7, 8)]
    [TestCase("""[["-1","a"],["6","value"]]""", "[7,8]", 7, 8)]
    [TestCase("""[["5","gone"],["99","value"],["6","value"]]""", "[1,2,8]", 50, 8)]
    [TestCase("""[["5","value"]]""", """{"value":9}""", 9, 60)]
    [TestCase(null, "[7]", 7, 60)]
    [TestCase("""[["6","value"],["-1","a"]]""", "[7]", 7, 60, Description = "values of own inputs alone")]
    [TestCase("""[["6","value"],["-1","a"]]""", "[8,7]", 7, 8)]
    public void Convert_PromotedWidgets_ReplaceInnerValues(string? proxies, string? values, int five, int six)
    {
        var file = new EditorFile().Define(Numbers().In("a", "INT", true, (5, "value"))).Node(2, Id, values).Input(2, "a", "INT", widget: true);
        if (proxies is not null)
        {
            file.Promote(2, proxies);
        }

        Assert.That(file.Inputs(), Is.EqualTo($$$"""{"2:5":{"value":{{{five}}}},"2:6":{"value":{{{six}}}}}"""));
    }

    [Test]
    public void Convert_PromotedWidgetThatIsLinkedOutside_TheLinkWins() => Assert.That(
        new EditorFile().Define(Numbers().In("a", "INT", true, (5, "value"))).Node(1, "Int", "[1]").Node(2, Id, "[7]").Promote(2, """[["5","value"]]""").Link(1, 0, 2, "a").Inputs(),
        Does.Contain("""
            "2:5":{"value":["1",0]}
            """.Trim()));

    [Test]
    public void Convert_TwoInstances_KeepTheirPromotedValuesApart() => Assert.That(
        new EditorFile().Define(Numbers()).Node(1, Id, "[7]").Promote(1, """[["5","value"]]""").Node(2, Id, "[8]").Promote(2, """[["6","value"]]""").Inputs(),
        Is.EqualTo("""{"1:5":{"value":7},"1:6":{"value":60},"2:5":{"value":50},"2:6":{"value":8}}"""));

    [Test]
    public void Convert_MissingPromotedWidget_IsTold() => Assert.That(
        new EditorFile().Define(Numbers()).Node(1, Id, "[7]").Promote(1, """[["99","value"]]""").Convert().Notices.Single().Message,
        Is.EqualTo("node 1 (Numbers): the promoted widget 'value' was ignored: the subgraph has no node 99 any more"));

    [Test]
    public void Convert_Nested_FollowsBordersBothWays()
    {
        var inner = Numbers().In("a", "INT", true, (5, "value")).Out("n", "INT", 5);
        var outer = new Definition(Other, "Outer").Also(d => d.Node(8, Id)).In("x", "INT", true, (8, "a")).Out("y", "INT", 8);
        var file = new EditorFile().Define(inner, outer).Node(1, "Int", "[1]").Node(2, Other).Node(3, "Any").Link(1, 0, 2, "x", "INT", widget: true).Link(2, 0, 3, "first");

        Assert.That(file.Inputs(), Is.EqualTo("""{"1":{"value":1},"3":{"number":7,"first":["2:8:5",0]},"2:8:5":{"value":["1",0]},"2:8:6":{"value":60}}"""));
    }

    // Values of the outer and of the inner instance; the outermost that says something counts.
    [TestCase("[1,2]", "[3,4]", 1, 2)]
    [TestCase("[null,2]", "[3,4]", 3, 2)]
    [TestCase("[]", "[null,4]", 50, 4)]
    public void Convert_PromotedThroughTwoInstances_OutermostValueCounts(string outerValues, string innerValues, int five, int six)
    {
        var outer = new Definition(Other, "Outer").Also(d => d.Node(8, Id, innerValues).Promote(8, """[["-1","a"],["6","value"]]""")).In("x", "INT", true, (8, "a"));
        var file = new EditorFile().Define(Numbers().In("a", "INT", true, (5, "value")), outer).Node(2, Other, outerValues).Promote(2, """[["-1","x"],["8","value"]]""");

        Assert.That(file.Inputs(), Is.EqualTo($$$"""{"2:8:5":{"value":{{{five}}}},"2:8:6":{"value":{{{six}}}}}"""));
    }

    [Test]
    public void Convert_EqualNamesInANestedInstance_SourceTellsThemApart()
    {
        var outer = new Definition(Other, "Outer").Also(d => d.Node(8, Id).Promote(8, """[["5","value"],["6","value"]]"""));
        var file = new EditorFile().Define(Numbers(), outer).Node(2, Other, "[9]").Promote(2, """[["8","value","6"]]""");

        Assert.That(file.Inputs(), Is.EqualTo("""{"2:8:5":{"value":50},"2:8:6":{"value":9}}"""));
    }

    // Early front ends wrote the ids of inner nodes before the names of their widgets, once a level.
    [TestCase("""[["8","5: value"]]""", 9, 60)]
    [TestCase("""[["8","6: value"]]""", 50, 9)]
    [TestCase("""[["8"," 6 :value"]]""", 50, 9)]
    [TestCase("""[["8","3: 6: value"]]""", 50, 9)]
    [TestCase("""[["8","77: value"]]""", 9, 60, Description = "the first when no node has the number")]
    [TestCase("""[["8","5: "]]""", 50, 60)]
    [TestCase("""[["8","five: value"]]""", 50, 60)]
    public void Convert_PrefixedNameInANestedInstance_NumberTellsTheNode(string proxies, int five, int six)
    {
        var outer = new Definition(Other, "Outer").Also(d => d.Node(8, Id).Promote(8, """[["5","value"],["6","value"]]"""));

        Assert.That(new EditorFile().Define(Numbers(), outer).Node(2, Other, "[9]").Promote(2, proxies).Inputs(),
            Is.EqualTo($$$"""{"2:8:5":{"value":{{{five}}}},"2:8:6":{"value":{{{six}}}}}"""));
    }

    [Test]
    public void Convert_PrefixedNamesAtEachLevel_AreFollowed()
    {
        const string outermost = "aaaaaaaa-0000-4000-8000-000000000003";
        var outer = new Definition(Other, "Outer").Also(d => d.Node(8, Id).Promote(8, """[["5","value"],["6","value"]]"""));
        var top = new Definition(outermost, "Top").Also(d => d.Node(9, Other, "[1,2]").Promote(9, """[["8","5: value"],["8","6: value"]]"""));

        Assert.That(new EditorFile().Define(Numbers(), outer, top).Node(2, outermost, "[33]").Promote(2, """[["9","8: 6: value"]]""").Inputs(),
            Is.EqualTo("""{"2:9:8:5":{"value":1},"2:9:8:6":{"value":33}}"""));
    }

    [TestCase("""[["5","5: value"]]""", "[7]", 7)]
    [TestCase("""[["5","5: value"],["5","value"]]""", "[7,8]", 8, Description = "the name as it is counts first")]
    public void Convert_PrefixedNameOfADirectWidget_IsThatWidget(string proxies, string values, int five) => Assert.That(
        new EditorFile().Define(Numbers()).Node(2, Id, values).Promote(2, proxies).Inputs(), Is.EqualTo($$$"""{"2:5":{"value":{{{five}}}},"2:6":{"value":60}}"""));

    [Test]
    public void Convert_WidgetWithANumberInItsName_IsFoundAsItIs() => Assert.That(
        new EditorFile().Define(new Definition(Id, "F").Also(d => d.Node(5, "Foreign", """{"1: x":1,"y":2}"""))).Node(2, Id, "[7]").Promote(2, """[["5","1: x"]]""").Inputs(),
        Is.EqualTo("""{"2:5":{"1: x":7,"y":2}}"""));

    [Test]
    public void Convert_InputWidgetOfANestedInstance_IsThatOfItsFirstInnerWidget()
    {
        var outer = new Definition(Other, "Outer").Also(d => d.Node(8, Id).Node(9, "Int", "[90]")).In("x", "INT", true, (8, "a"), (9, "value"));

        Assert.That(new EditorFile().Define(Numbers().In("a", "INT", true, (5, "value")), outer).Node(2, Other).Inputs(),
            Is.EqualTo("""{"2:8:5":{"value":50},"2:8:6":{"value":60},"2:9":{"value":50}}"""));
    }

    [Test]
    public void Convert_PrimitiveOutside_ReachesTheInnerWidget() => Assert.That(
        new EditorFile().Define(Numbers().In("a", "INT", true, (5, "value"))).Node(1, "PrimitiveNode", "[3]").Node(2, Id).Link(1, 0, 2, "a", "INT", widget: true).Inputs(),
        Is.EqualTo("""{"2:5":{"value":3},"2:6":{"value":60}}"""));

    // proxyWidgets, widgets_values, expected value: the primitive's own is 5.
    [TestCase("""[["7","value"]]""", "[777]", 777)]
    [TestCase("""[["7","value"]]""", "[null]", 5)]
    [TestCase("""[["7","control_after_generate"],["7","value"]]""", """["fixed",777]""", 777)]
    [TestCase("""[["7","control_after_generate"]]""", """["fixed"]""", 5)]
    [TestCase("""[["7","seed"]]""", "[777]", 777, Description = "early front ends called it by the widget that it drives")]
    public void Convert_PromotedPrimitive_GivesTheInstancesValue(string proxies, string values, int expected)
    {
        var inner = Numbers().Also(d => d.Node(7, "PrimitiveNode", """[5,"fixed"]""").Link(7, 0, 5, "value", "INT", widget: true));
        var outer = new Definition(Other, "Outer").Also(d => d.Node(8, Id).Promote(8, proxies));
        var file = new EditorFile().Define(inner, outer).Node(2, Id, values).Promote(2, proxies).Node(3, Other, values).Promote(3, proxies.Replace("\"7\"", "\"8\""));

        Assert.That(file.Inputs(), Is.EqualTo(
            $$$"""{"2:5":{"value":{{{expected}}}},"2:6":{"value":60},"3:8:5":{"value":{{{expected}}}},"3:8:6":{"value":60}}"""));
    }

    [Test]
    public void Convert_InputThatIsAnOutput_IsPassedThrough() => Assert.That(
        new EditorFile().Define(new Definition(Id, "Wire").In("a", "MODEL", false).Out("b", "MODEL", -10)).Node(1, "Load").Node(2, Id).Node(3, "Patch")
            .Link(1, 0, 2, "a").Link(2, 0, 3, "model").Inputs(),
        Does.EndWith(""","3":{"strength":1.0,"model":["1",0]}}"""));

    [Test]
    public void Convert_OutputThatNothingFeeds_IsNotConnected() => Assert.That(
        new EditorFile().Define(new Definition(Id, "Empty").Out("b", "MODEL")).Node(2, Id).Node(3, "Patch").Link(2, 0, 3, "model").Inputs(), Is.EqualTo("""{"3":{"strength":1.0}}"""));

    [Test]
    public void Convert_MutedInstance_DropsAllInsideAndWhatItFeeds() => Assert.That(
        new EditorFile().Define(Numbers().Out("n", "INT", 5)).Node(2, Id, mode: 2).Node(3, "Int", "[1]").Link(2, 0, 3, "value", widget: true).Inputs(), Is.EqualTo("""{"3":{}}"""));

    [Test]
    public void Convert_BypassedInstance_PassesItsOwnInput() => Assert.That(
        new EditorFile().Define(new Definition(Id, "P").Also(d => d.Node(5, "Patch", "[2]")).In("c", "CLIP", false).In("m", "MODEL", false, (5, "model")).Out("m", "MODEL", 5))
            .Node(1, "Load").Node(2, Id, mode: 4).Node(3, "Patch").Link(1, 0, 2, "m").Link(2, 0, 3, "model").Inputs(),
        Does.EndWith(""","3":{"strength":1.0,"model":["1",0]}}"""));

    [Test]
    public void Convert_MutedAndBypassedInside_FollowTheSameRules() => Assert.That(
        new EditorFile().Define(new Definition(Id, "P").Also(d => d.Node(5, "Patch", mode: 4).Node(6, "Patch", "[6]").Node(7, "Int", mode: 2).Link(5, 0, 6, "model")).In("m", "MODEL", false, (5, "model")))
            .Node(1, "Load").Node(2, Id).Link(1, 0, 2, "m").Inputs(),
        Does.EndWith(""","2:6":{"strength":6,"model":["1",0]}}"""));

    [Test]
    public void Convert_InstanceListsFewInputs_NamesDecide()
    {
        // The instance has saved its second input only; its link counts the saved ones.
        var file = new EditorFile().Define(Numbers().In("a", "INT", true, (5, "value")).In("b", "INT", true, (6, "value"))).Node(1, "Int", "[1]").Node(2, Id).Link(1, 0, 2, "b", "INT", widget: true);

        Assert.That(file.Inputs(), Is.EqualTo("""{"1":{"value":1},"2:5":{"value":50},"2:6":{"value":["1",0]}}"""));
    }

    [Test]
    public void Convert_RenamedInput_PlaceDecides() => Assert.That(
        new EditorFile().Define(Numbers().In("new", "INT", true, (5, "value"))).Node(1, "Int", "[1]").Node(2, Id).Link(1, 0, 2, "old", "INT", widget: true).Inputs(),
        Is.EqualTo("""{"1":{"value":1},"2:5":{"value":["1",0]},"2:6":{"value":60}}"""));

    [Test]
    public void Convert_ErrorsInside_NameThePathAndTheId()
    {
        var inner = new Definition(Id, "Numbers").Also(d => d.Node(5, "Int", """["x"]"""));
        var outer = new Definition(Other, "Outer").Also(d => d.Node(8, Id));

        var result = new EditorFile().Define(inner, outer).Node(2, Other).Convert();

        Assert.That(result.Errors.Single().Details, Does.StartWith("node 2:8:5 (Int) in subgraph 'Outer / Numbers': widget 'value'"));
        Assert.That(result.NodeErrors.Keys, Is.EqualTo(new[] { "2:8:5" }));
        Assert.That((string?)result.Errors[0].ExtraInfo["subgraph"], Is.EqualTo("Outer / Numbers"));
    }

    [TestCase("workflow>Mine")]
    [TestCase("workflow/Mine")]
    public void Convert_GroupNode_IsAnErrorThatSaysWhatToDo(string type) =>
        Assert.That(new EditorFile().Node(2, type).Convert().Errors.Single().Details, Does.Contain("convert it to a subgraph"));

    [Test]
    public void Convert_MissingDefinition_IsAnError() =>
        Assert.That(new EditorFile().Node(2, Id).Convert().Errors.Single().Type, Is.EqualTo("workflow_missing_subgraph"));
}

internal static class Fluent
{
    /// <summary>Lets calls of a base class be part of a chain.</summary>
    public static T Also<T>(this T value, Action<T> action)
    {
        action(value);
        return value;
    }
}
