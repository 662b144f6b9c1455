using System.Text.Json.Nodes;
using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Execution;

/// <summary>Files that are already there, and pixels.</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class SavingTests(CacheMode mode) : ConformanceFixture(mode)
{
    [Test]
    public async Task Save_FilesOfEarlierRuns_CountsOn()
    {
        // The prefix has brackets, which some file systems' patterns would take for a choice of letters.
        await File.WriteAllTextAsync(Path.Combine(Server.Output, $"{Client.TestName}_00041_.png"), "");
        var save = Graph.Save(Graph.Image("WHITE").Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That((string)result.History["outputs"]![save.Id]!["images"]![0]!["filename"]!, Is.EqualTo($"{Client.TestName}_00042_.png"));
    }

    [TestCase(0.1, 25)]
    [TestCase(0.25, 63)]
    [TestCase(0.3, 76)]
    [TestCase(0.5, 127)]
    [TestCase(1.0, 255)]
    public async Task Save_Values_AreCutNotRounded(double value, int expected)
    {
        var save = Graph.Save(Graph.Node("StubConstantImage", ("value", value), ("height", 8), ("width", 8), ("batch_size", 1)).Out(0));

        AssertAll((await Client.RunAsync(Graph)).ImagesOf(save).Single(), (byte)expected);
    }

    [Test]
    public async Task Save_Average_IsExactEnough()
    {
        var average = Graph.Node("TestVariadicAverage", ("input1", Graph.Image("BLACK").Out(0)), ("input2", Graph.Image("WHITE").Out(0)), ("input3", Graph.Image("WHITE").Out(0)));
        var save = Graph.Save(average.Out(0));

        AssertAll((await Client.RunAsync(Graph)).ImagesOf(save).Single(), 170);
    }

    [Test]
    public async Task Save_ValueAboveOne_IsWhite()
    {
        var bright = Graph.Node("TestOutputNodeWithSocketOutput", ("image", Graph.Image("WHITE").Out(0)), ("value", (JsonNode)2));
        var save = Graph.Save(bright.Out(0));

        AssertAll((await Client.RunAsync(Graph)).ImagesOf(save).Single(), 255);
    }
}
