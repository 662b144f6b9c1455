using System.Net;
using System.Text.Json.Nodes;
using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Execution;

/// <summary>What is refused before it runs.</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class ValidationTests(CacheMode mode) : ConformanceFixture(mode)
{
    [TestCase("5", false)]
    [TestCase("\"foo\"", false)]
    [TestCase("true", false)]
    [TestCase("5.0", true)]
    public async Task Item05_CustomValidation_TellsLiteralsApart(string value, bool accepted)
    {
        var node = Graph.Node("TestCustomValidation1", ("input1", JsonNode.Parse(value)), ("input2", 3.0));

        await AssertAcceptedAsync(node, accepted, "custom_validation_failed");
    }

    [TestCase("StubInt", "5")]
    [TestCase("StubMask", "5.0")]
    public async Task Item06_LinkOfWrongType_IsRefused(string stub, string value)
    {
        var node = Graph.Node("TestCustomValidation1", ("input1", Graph.Node(stub, ("value", JsonNode.Parse(value))).Out(0)), ("input2", 3.0));

        await AssertAcceptedAsync(node, false, "return_type_mismatch");
    }

    [TestCase("TestCustomValidation2", "StubInt", "5", false, "custom_validation_failed")]
    [TestCase("TestCustomValidation2", "StubFloat", "5.0", true, null)]
    [TestCase("TestCustomValidation3", "StubInt", "5", false, "custom_validation_failed")]
    [TestCase("TestCustomValidation3", "StubFloat", "5.0", true, null)]
    [TestCase("TestCustomValidation4", "StubInt", "5", false, "return_type_mismatch")]
    [TestCase("TestCustomValidation4", "StubFloat", "5.0", true, null)]
    public async Task Item07_LinkTypes_AreJudgedByTheNodeOrByTheServer(string classType, string stub, string value, bool accepted, string? error)
    {
        var node = Graph.Node(classType, ("input1", Graph.Node(stub, ("value", JsonNode.Parse(value))).Out(0)), ("input2", 3.0));

        await AssertAcceptedAsync(node, accepted, error);
    }

    [Test]
    public async Task Item07_WholeNumberForAFloat_IsConvertedBeforeItIsJudged()
    {
        await AssertAcceptedAsync(Graph.Node("TestCustomValidation4", ("input1", 5), ("input2", 3)), true, null);
    }

    [TestCase(0.5, true)]
    [TestCase(5.0, true)]
    [TestCase(7.0, false)]
    public async Task Item08_ValidatorOfAllInputs_ReplacesTheRangeCheck(double second, bool accepted)
    {
        await AssertAcceptedAsync(Graph.Node("TestCustomValidation5", ("input1", 0.0), ("input2", second)), accepted, "custom_validation_failed");
    }

    [Test]
    public async Task Item09_RequiredInputMissing_IsRefused()
    {
        var (black, white, mask) = (Graph.Image("BLACK"), Graph.Image("WHITE"), Graph.Mask(0.5));
        var incomplete = Graph.Node("TestLazyMixImages", ("image1", black.Out(0)), ("mask", mask.Out(0)));
        var mix = Graph.Node("TestLazyMixImages", ("image1", incomplete.Out(0)), ("image2", white.Out(0)), ("mask", mask.Out(0)));
        Graph.Save(mix.Out(0));

        var refused = await RefusedAsync();

        Assert.That((string)refused.Answer["node_errors"]![incomplete.Id]!["errors"]![0]!["type"]!, Is.EqualTo("required_input_missing"));
    }

    [Test]
    public async Task Item11_OneOfTwoOutputsIsBroken_TheOtherRuns()
    {
        var (black, third, mask) = (Graph.Image("BLACK"), Graph.Image("WHITE"), Graph.Mask(0.5));
        var removed = Graph.NodeWithId("removed", "StubImage");
        var broken = Graph.Node("TestLazyMixImages", ("image1", black.Out(0)), ("image2", removed.Out(0)), ("mask", mask.Out(0)));
        var whole = Graph.Node("TestLazyMixImages", ("image1", black.Out(0)), ("image2", third.Out(0)), ("mask", mask.Out(0)));
        var brokenSave = Graph.Save(broken.Out(0));
        var wholeSave = Graph.Save(whole.Out(0));
        Graph.Remove(removed);

        var partly = await Client.RunAsync(Graph);

        Assert.That((partly.ImagesOf(brokenSave).Count, partly.ImagesOf(wholeSave).Count), Is.EqualTo((0, 1)));
        Assert.That(partly.Ran(broken), Is.False);

        Graph.NodeWithId("removed", "StubImage", ("content", "WHITE"), ("height", 64), ("width", 64), ("batch_size", 1));
        var repaired = await Client.RunAsync(Graph);

        Assert.That((repaired.ImagesOf(brokenSave).Count, repaired.ImagesOf(wholeSave).Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Item34_AsynchronousValidator_AcceptsAndRefuses()
    {
        var node = Graph.Node("TestAsyncValidation", ("value", 5.0), ("threshold", 10.0));
        Graph.Save(node.Out(0));

        Assert.That((await Client.RunAsync(Graph)).Ran(node), Is.True);
        node.Set("threshold", 3.0);
        var refused = await RefusedAsync();

        Assert.That(refused.Answer.ToJsonString(), Does.Contain("Value 5.0 exceeds threshold 3.0"));
    }

    [Test]
    public async Task Item38_AsynchronousValidator_RefusesWith400()
    {
        Graph.Save(Graph.Node("TestAsyncValidationError", ("value", 15.0), ("max_value", 10.0)).Out(0));

        var refused = await RefusedAsync();

        Assert.That(refused.Answer.ToJsonString(), Does.Contain("15.0"));
    }

    private async Task AssertAcceptedAsync(GraphNode node, bool accepted, string? error)
    {
        var save = Graph.Save(node.Out(0));
        if (accepted)
        {
            Assert.That((await Client.RunAsync(Graph)).ImagesOf(save), Has.Count.EqualTo(1));
            return;
        }

        var refused = await RefusedAsync();
        Assert.That(refused.Answer["node_errors"]![node.Id]!["errors"]!.AsArray().Select(e => (string)e!["type"]!), Has.Member(error).And.All.EqualTo(error));
    }

    private async Task<RefusedException> RefusedAsync()
    {
        var refused = Assert.ThrowsAsync<RefusedException>(() => Client.RunAsync(Graph))!;
        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string)refused.Answer["error"]!["type"]!, Is.EqualTo("prompt_outputs_failed_validation"));
        return await Task.FromResult(refused);
    }
}
