using PixelDiT.Conformance.Nodes.Tests.Support;

namespace PixelDiT.Conformance.Nodes.Tests.Progress;

public class ProgressTests : NodeFixture
{
    [TestCase("TestAsyncProgressUpdate")]
    [TestCase("TestSyncProgressUpdate")]
    public void Run_ProgressNode_SetsItAsItIsUntilPastItsEnd(string node)
    {
        Assert.That(Bench.Result($$"""
            node {{node}} {"value": "v", "sleep_seconds": 0.2}
            out Capture {"value": ["node", 0]}
            """), Is.EqualTo(["'v'"]));
        Assert.That(Bench.Seen.Progress, Is.Empty, "not through the bar");
        Assert.That(Bench.Seen.States.Select(s => s.Value), Is.Ordered);
        Assert.That(Bench.Seen.States, Has.All.Matches<(string Id, double Value, double Max)>(s => s.Id == "node" && s.Max == 1));
        Assert.That(Bench.Seen.States[^1].Value, Is.GreaterThanOrEqualTo(1));
    }

    [TestCase("TestAsyncProgressUpdate")]
    [TestCase("TestSyncProgressUpdate")]
    public void Run_NoTime_SetsNothing(string node)
    {
        Bench.Run($$"""
            node {{node}} {"value": "v", "sleep_seconds": 0}
            out Capture {"value": ["node", 0]}
            """);
        Assert.That(Bench.Seen.States, Is.Empty);
    }
}
