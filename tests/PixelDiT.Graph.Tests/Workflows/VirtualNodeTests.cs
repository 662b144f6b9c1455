namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>Nodes that exist in the editor only, and muted and bypassed ones (protocol §8.5).</summary>
internal sealed class VirtualNodeTests
{
    [Test]
    public void Convert_Notes_AreDropped() => Assert.That(
        new EditorFile().Node(1, "Note", """["hi"]""").Node(2, "MarkdownNote", "5").Node(3, "Int", "[1]").Inputs(), Is.EqualTo("""{"3":{"value":1}}"""));

    // Notes never run: the front end opens files in which they share an id, with each other or with a node.
    [TestCase("Note", "MarkdownNote", "Int")]
    [TestCase("Int", "Note", "MarkdownNote")]
    public void Convert_NotesWithTheIdOfAnother_AreDropped(params string[] types)
    {
        var nodes = string.Join(',', types.Select(t => $$"""{"id":1,"type":"{{t}}","widgets_values":[5]}"""));
        var workflow = System.Text.Json.Nodes.JsonNode.Parse($$"""{"nodes":[{{nodes}},{"id":2,"type":"Int"}],"links":[[1,1,0,2,0,"INT"]]}""");

        Assert.That(EditorTestNode.Converter.Convert(workflow).Prompt!.ToJsonString(), Does.StartWith("""{"1":{"inputs":{"value":5}""").And.Contain("""{"value":["1",0]}"""));
    }

    [Test]
    public void Convert_ReroutesInAChain_AreFollowed() => Assert.That(
        new EditorFile().Node(1, "Load").Node(2, "Reroute").Node(3, "Reroute", mode: 2).Node(4, "Reroute", mode: 4).Node(5, "Patch")
            .Link(1, 0, 2, "").Link(2, 0, 3, "").Link(3, 0, 4, "").Link(4, 0, 5, "model").Inputs(),
        Does.EndWith(""","5":{"strength":1.0,"model":["1",0]}}"""));

    [Test]
    public void Convert_RerouteFromNowhere_LeavesTheWidget() => Assert.That(
        new EditorFile().Node(1, "Reroute").Node(2, "Int", "[6]").Link(1, 0, 2, "value", widget: true).Inputs(), Is.EqualTo("""{"2":{"value":6}}"""));

    [Test]
    public void Convert_Primitive_WritesItsValueIntoTheWidgets() => Assert.That(
        new EditorFile().Node(1, "PrimitiveNode", """[42,"fixed"]""").Node(2, "Reroute").Node(3, "Int", "[6]").Node(4, "Int", "[6]")
            .Link(1, 0, 3, "value", "INT", widget: true).Link(1, 0, 2, "").Link(2, 0, 4, "value", "INT", widget: true).Inputs(),
        Is.EqualTo("""{"3":{"value":42},"4":{"value":42}}"""));

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("[null]")]
    public void Convert_PrimitiveWithoutValue_LeavesTheWidget(string values) => Assert.That(
        new EditorFile().Node(1, "PrimitiveNode", values).Node(3, "Int", "[6]").Link(1, 0, 3, "value", "INT", widget: true).Inputs(), Is.EqualTo("""{"3":{"value":6}}"""));

    [Test]
    public void Convert_PrimitiveIntoSocket_GivesNothing() => Assert.That(
        new EditorFile().Node(1, "PrimitiveNode", "[42]").Node(2, "Forced", """[1,"c"]""").Link(1, 0, 2, "b").Inputs(), Is.EqualTo("""{"2":{"a":1,"c":"c"}}"""));

    [Test]
    public void Convert_PrimitiveOfAnotherType_NamesBoth()
    {
        var error = new EditorFile().Node(1, "PrimitiveNode", """["x"]""", title: "Width").Node(3, "Int", "[6]").Link(1, 0, 3, "value", "INT", widget: true).Convert().Errors.Single();

        Assert.That(error.Details, Is.EqualTo("node 3 (Int): widget 'value' has the text \"x\" (the value of node 1 (PrimitiveNode 'Width')); a whole number (INT) is needed"));
    }

    [Test]
    public void Convert_MutedNode_IsDroppedWithTheInputsItFeeds() => Assert.That(
        new EditorFile().Node(1, "Int", "[1]", mode: 2).Node(2, "Int", "[6]").Node(3, "Any").Node(4, "Reroute")
            .Link(1, 0, 2, "value", widget: true).Link(1, 0, 4, "").Link(4, 0, 3, "first").Link(2, 0, 3, "second").Inputs(),
        Is.EqualTo("""{"2":{},"3":{"number":7,"second":["2",0]}}"""));

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    public void Convert_OtherModes_Run(int mode) => Assert.That(new EditorFile().Node(1, "Int", "[1]", mode).Inputs(), Is.EqualTo("""{"1":{"value":1}}"""));

    [Test]
    public void Convert_BypassedNode_PassesTheInputOfTheSameType()
    {
        // Its inputs are in the opposite order of its outputs: types decide.
        var file = new EditorFile().Node(1, "Load").Node(2, "PatchBoth", mode: 4).Node(3, "Patch").Node(4, "Encode")
            .Link(1, 0, 2, "model", "MODEL").Link(1, 1, 2, "clip", "CLIP").Link(2, 0, 3, "model", "MODEL").Link(2, 1, 4, "clip", "CLIP");

        Assert.That(file.Inputs(), Does.EndWith(""","3":{"strength":1.0,"model":["1",0]},"4":{"text":"","clip":["1",1]}}"""));
    }

    [Test]
    public void Convert_BypassedChainWithReroutes_IsFollowed() => Assert.That(
        new EditorFile().Node(1, "Load").Node(2, "Patch", mode: 4).Node(3, "Reroute").Node(4, "Patch", mode: 4).Node(5, "Patch")
            .Link(1, 0, 2, "model").Link(2, 0, 3, "").Link(3, 0, 4, "model").Link(4, 0, 5, "model").Inputs(),
        Does.EndWith(""","5":{"strength":1.0,"model":["1",0]}}"""));

    [Test]
    public void Convert_BypassedBehindMuted_IsDropped() => Assert.That(
        new EditorFile().Node(1, "Load", mode: 2).Node(2, "Patch", mode: 4).Node(5, "Patch").Link(1, 0, 2, "model").Link(2, 0, 5, "model").Inputs(),
        Is.EqualTo("""{"5":{"strength":1.0}}"""));

    [Test]
    public void Convert_BypassedWithoutMatchingInput_IsNotConnected() => Assert.That(
        new EditorFile().Node(1, "Load").Node(2, "Encode", mode: 4).Node(3, "Sample", """[1,"fixed",2,3,"heun",1]""").Link(1, 1, 2, "clip").Link(2, 0, 3, "positive").Inputs(),
        Does.EndWith(""","3":{"seed":1,"steps":2,"cfg":3,"sampler":"heun","denoise":1}}"""));

    // Sockets of Any: first, second, then that of the widget. Sockets of Mix: loose (image,LATENT), exact (IMAGE).
    [TestCase("Any", "first", "second", 0, "first")]
    [TestCase("Any", "second", "first", 0, "first", Description = "any type: the input of the same number")]
    [TestCase("Mix", "loose", "exact", 0, "loose", Description = "the same number fits, whatever the case")]
    public void Convert_Bypass_ChoosesTheInput(string type, string one, string two, int slot, string chosen)
    {
        var file = new EditorFile().Node(1, "Upload", """["x.png","image","red"]""").Node(2, "Upload", """["x.png","image","red"]""").Node(3, type, mode: 4).Node(4, "Save")
            .Link(1, 0, 3, one, "IMAGE").Link(2, 0, 3, two, "IMAGE").Link(3, slot, 4, "images", "IMAGE");

        Assert.That(file.Inputs(), Does.Contain($"\"images\":[\"{(one == chosen ? 1 : 2)}\",0]"));
    }

    // A class that nobody knows: inputs MODEL from 1 and LATENT from 2, output LATENT.
    private static EditorFile Latents() => new EditorFile().Node(1, "Load").Node(2, "Foreign").Node(3, "Foreign", mode: 4).Output(3, "LATENT")
        .Link(1, 0, 3, "model", "MODEL").Link(2, 0, 3, "latent", "LATENT");

    [Test]
    public void Convert_BypassedNodeThatGivesAnything_PassesWhatTheConsumerWants() => Assert.That(
        new EditorFile().Node(1, "Int", "[1]").Node(2, "Upload").Node(3, "Foreign", mode: 4).Output(3, "*").Node(4, "Save")
            .Link(1, 0, 3, "switch", "INT").Link(2, 0, 3, "on_true").Input(3, "on_false").Link(3, 0, 4, "images", "IMAGE").Inputs(),
        Does.Contain("\"images\":[\"2\",0]"));

    [Test]
    public void Convert_BypassedChain_EachIsAskedForWhatTheNextTakes() => Assert.That(
        Latents().Node(4, "Decode", mode: 4).Node(5, "Reroute").Node(6, "Any").Link(3, 0, 4, "samples", "LATENT").Link(4, 0, 5, "", "IMAGE").Link(5, 0, 6, "first").Inputs(),
        Does.EndWith(""","6":{"number":7,"first":["2",0]}}"""));

    [Test]
    public void Convert_BypassedOutsideASubgraph_IsAskedForTheTypeOfItsInput() => Assert.That(
        Latents().Define(new Definition("s", "S").Also(d => d.Node(7, "Any")).In("x", "LATENT", false, (7, "first"))).Node(4, "s").Link(3, 0, 4, "x", "LATENT").Inputs(),
        Does.EndWith(""","4:7":{"number":7,"first":["2",0]}}"""));

    [Test]
    public void Convert_BypassedInsideASubgraph_IsAskedForWhatTheConsumerWants() => Assert.That(
        new EditorFile().Define(new Definition("s", "S").Also(d => d.Node(7, "Foreign", mode: 4).Output(7, "*"))
                .In("m", "MODEL", false, (7, "model")).In("c", "CLIP", false, (7, "clip")).Out("any", "*", 7))
            .Node(1, "Load").Node(4, "s").Node(5, "Encode", """["t"]""").Link(1, 0, 4, "m", "MODEL").Link(1, 1, 4, "c", "CLIP").Link(4, 0, 5, "clip", "CLIP").Inputs(),
        Does.EndWith(""","5":{"text":"t","clip":["1",1]}}"""));

    [Test]
    public void Convert_BypassedUnknownClass_GoesByItsSavedSockets() => Assert.That(
        new EditorFile().Node(1, "Load").Node(2, "Foreign", mode: 4).Node(3, "Patch").Output(2, "CLIP").Output(2, "MODEL").Input(2, "x", "CLIP").Input(2, "y", "VAE")
            .Link(1, 0, 2, "z", "MODEL").Link(2, 1, 3, "model", "MODEL").Inputs(),
        Does.EndWith(""","3":{"strength":1.0,"model":["1",0]}}"""));
}
