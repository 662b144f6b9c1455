using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>Protocol §7.2.</summary>
public sealed class ErrorTests
{
    private const string Failing = """
        {"1": {"class_type": "Make", "inputs": {"name": "m"}},
         "2": {"class_type": "Fail", "inputs": {"source": ["1", 1], "text": "it broke"}},
         "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}}}
        """;

    [Test]
    public void Execute_NodeThrows_ReportsItInComfyUIsParts()
    {
        var error = new Bench().Run(Failing).Error!;

        Assert.Multiple(() =>
        {
            Assert.That(error.NodeId, Is.EqualTo("2"));
            Assert.That(error.NodeType, Is.EqualTo("Fail"));
            Assert.That(error.Message, Is.EqualTo("it broke\n"));
            Assert.That(error.ExceptionType, Is.EqualTo("System.InvalidOperationException"));
            Assert.That(error.Traceback, Is.Not.Empty.And.Some.Contains("FailNode.Work"));
            Assert.That(error.CurrentInputs.ToJsonString(), Is.EqualTo("""{"source":["Bundle of 2"],"text":["it broke"]}"""));
            Assert.That(error.CurrentOutputs, Is.EqualTo(new[] { "1", "2", "3" }));
        });
    }

    [Test]
    public void Execute_NothingKept_CurrentOutputsAreEmpty() =>
        Assert.That(new Bench(new NoneCache()).Run(Failing).Error!.CurrentOutputs, Is.Empty);

    [Test]
    public void Execute_NodeThrows_OutcomeHasWhatRanAndTheNextPromptRuns()
    {
        var bench = new Bench();

        var failed = bench.Run(Failing);
        var seen = bench.Seen.Events;
        var next = bench.Run(Failing.Replace("\"Fail\"", "\"Join\"").Replace("source\": [\"1\", 1], \"text\": \"it broke", "first\": \"ok"));

        Assert.Multiple(() =>
        {
            Assert.That(failed.Status, Is.EqualTo(ExecutionStatus.Error));
            Assert.That(failed.Executed, Is.EqualTo(new[] { "1" }));
            Assert.That(seen[^1], Is.EqualTo("run 2"), "a failing node is not reported as finished");
            Assert.That(next.Status, Is.EqualTo(ExecutionStatus.Success));
        });
    }

    [Test]
    public void Execute_OneBranchFails_TheOthersUiIsKept()
    {
        var outcome = new Bench().Run("""
            {"1": {"class_type": "Number", "inputs": {"value": 1}}, "2": {"class_type": "Fail", "inputs": {"source": ["1", 0], "text": "no"}},
             "3": {"class_type": "Show", "inputs": {"source": ["2", 0]}},
             "4": {"class_type": "Number", "inputs": {"value": 2}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Error));
            Assert.That(outcome.Outputs.Select(o => o.Node.Id), Is.EqualTo(new[] { "5" }));
        });
    }

    [Test]
    public void Execute_LongTexts_AreCut()
    {
        var error = new Bench().Run(Failing.Replace("it broke", new string('x', 5000))).Error!;

        Assert.That(((string?)error.CurrentInputs["text"]![0])!, Has.Length.EqualTo(1001));
    }

    [Test]
    public void Execute_OutOfMemory_TipsAndTellsTheHostAfterEverythingIsReleased()
    {
        var held = -1;
        Bench? bench = null;
        bench = new Bench(new NoneCache(), o => o with
        {
            IsOutOfMemory = e => e.Message == "out of memory",
            OutOfMemory = _ => held = bench!.Executor.LiveResources,
        });

        var error = bench.Run(Failing.Replace("it broke", "out of memory")).Error!;

        Assert.Multiple(() =>
        {
            Assert.That(error.Message, Is.EqualTo(
                "out of memory\nThis error means you ran out of memory on your GPU.\n\nTIPS: If the workflow worked before you might have accidentally set the batch_size to a large number."));
            Assert.That(held, Is.Zero);
        });
    }

    [Test]
    public void Execute_HostHasATip_ItFollowsTheMessage() =>
        Assert.That(new Bench(configure: o => o with { Tip = (_, node) => $"look at {node}" }).Run(Failing).Error!.Message, Is.EqualTo("it broke\nlook at Fail"));

    [Test]
    public void Execute_ObserverThrows_TheExecutorLivesOn()
    {
        var bench = new Bench();
        var prompt = Bench.Accept(bench.Validate("""{"1": {"class_type": "Make", "inputs": {"name": "m"}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}}}"""));
        var broken = new Recorder { OnEvent = e => throw new InvalidDataException(e) };

        Assert.That(() => bench.Executor.Execute(new ExecutionRequest { PromptId = "x", Prompt = prompt }, broken, default), Throws.TypeOf<InvalidDataException>());
        Assert.That(bench.Run(prompt).Status, Is.EqualTo(ExecutionStatus.Success));
    }

    [Test]
    public void Execute_WhileRunning_ASecondJobAndClearAreRefused()
    {
        var bench = new Bench();
        Exception? second = null, clear = null;
        bench.Probe.OnRun = _ =>
        {
            second = Assert.Catch(() => bench.Executor.Execute(new ExecutionRequest { PromptId = "x", Prompt = null! }, new Recorder(), default));
            clear = Assert.Catch(bench.Executor.Clear);
        };

        bench.Run("""{"2": {"class_type": "Show", "inputs": {"source": 1}}}""");

        Assert.Multiple(() =>
        {
            Assert.That(second, Is.TypeOf<InvalidOperationException>());
            Assert.That(clear, Is.TypeOf<InvalidOperationException>());
        });
    }
}
