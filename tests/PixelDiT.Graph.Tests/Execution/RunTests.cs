using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Execution;

public sealed class RunTests
{
    private const string Chain = """
        {"1": {"class_type": "Number", "inputs": {"value": 5}},
         "2": {"class_type": "Add", "inputs": {"a": ["1", 0], "b": 3}},
         "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
        """;

    [Test]
    public void Execute_Chain_ObservedInComfyUIsOrder()
    {
        var bench = new Bench();

        var outcome = bench.Run(Chain);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success));
            Assert.That(outcome.Executed, Is.EqualTo(new[] { "1", "2", "3" }));
            Assert.That(bench.Seen.Events, Is.EqualTo(new[]
            {
                "start", "cached []", "run 1", "finished 1", "run 2", "finished 2", "run 3", """executed 3 {"text":["8"]}""", "finished 3",
            }));
            Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Is.EqualTo("""{"text":["8"]}"""));
        });
    }

    [Test]
    public void Execute_SameAgain_RunsNothingAndShowsTheOutputAgain()
    {
        var bench = new Bench();
        bench.Run(Chain);

        var outcome = bench.Run(Chain);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Executed, Is.Empty);
            Assert.That(bench.Probe.Calls, Is.Empty);
            Assert.That(bench.Seen.Events, Is.EqualTo(new[] { "start", "cached [1,2,3]", """executed 3 {"text":["8"]}""", "finished 3" }));
            Assert.That(outcome.Outputs, Has.Count.EqualTo(1));
        });
    }
}
