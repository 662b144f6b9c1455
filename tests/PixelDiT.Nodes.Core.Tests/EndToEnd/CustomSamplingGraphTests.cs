using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Sampling;
using PixelDiT.Tests;
using static PixelDiT.Nodes.Core.Tests.EndToEnd.Graphs;

namespace PixelDiT.Nodes.Core.Tests.EndToEnd;

/// <summary>Workflows that put sampling together from nodes, through validator and executor.</summary>
[ReleasesTensors]
public class CustomSamplingGraphTests
{
    private static readonly JsonObject Case = JsonNode.Parse(File.ReadAllText(TestData.File("e2e_cases.json")))![0]!.AsObject();

    private GraphHost _graph;

    [SetUp]
    public void SetUp() => _graph = new GraphHost();

    [TearDown]
    public void TearDown() => _graph.Dispose();

    [Test]
    public void Execute_SamplingFromNodes_IsKSamplers()
    {
        var outcome = _graph.Run(Custom());
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success), outcome.Error?.Message);
            Assert.That(_graph.Captured, Has.Count.EqualTo(3));
            Assert.That(_graph.Captured[1], Is.EqualTo(_graph.Captured[0]));
            Assert.That(_graph.Captured[2], Is.EqualTo(_graph.Captured[0]), "the last step predicts its end");
            Assert.That(_graph.Observer.Reports.Last(r => r.Node == "custom"), Is.EqualTo(("custom", (double)Case["steps"]!, (double)Case["steps"]!, (NodePreview?)null)));
        });
    }

    [Test]
    public void Execute_CacheCleared_NothingIsHeld()
    {
        _graph.Run(Custom());
        _graph.Clear();
        Assert.That(_graph.LiveResources, Is.Zero);
    }

    [Test]
    public void Execute_ScheduleOfAnotherModelFamily_IsAnErrorOfTheSampler()
    {
        var prompt = Custom();
        prompt["sigmas"] = Graphs.Node("ManualSigmas", ("sigmas", "14.6146, 0.7, 0"));
        var error = _graph.Run(prompt).Error!;
        Assert.Multiple(() =>
        {
            Assert.That(error.NodeType, Is.EqualTo("SamplerCustomAdvanced"));
            Assert.That(error.Exception, Is.TypeOf<SamplingSettingException>());
            Assert.That(error.Message, Does.Contain("14.6146").And.Contain("from 0 to 1"));
        });
    }

    [TestCase("steps", 0, "value_smaller_than_min")]
    [TestCase("steps", 10001, "value_bigger_than_max")]
    [TestCase("scheduler", "none", "value_not_in_list")]
    [TestCase("denoise", -0.1, "value_smaller_than_min")]
    public void Validate_ImpossibleSchedule_IsRefusedBeforeItRuns(string input, object value, string error)
    {
        var prompt = Custom();
        prompt["sigmas"]!["inputs"]![input] = JsonValue.Create(value);
        Assert.That(_graph.Validate(prompt).NodeErrors["sigmas"].Errors.Select(e => e.Type), Is.EqualTo(new[] { error }));
    }

    [Test]
    public void Validate_ReversedRange_IsRefusedBeforeItRuns()
    {
        var prompt = Custom();
        prompt["limited"] = Graphs.Node("ConditioningSetTimestepRange", ("conditioning", Link("positive")), ("start", 0.6), ("end", 0.4));
        prompt["guider"]!["inputs"]!["positive"] = Link("limited");
        prompt["override"] = Graphs.Node("CFGOverride", ("model", Link("shift")), ("cfg", 1.0), ("start_percent", 1.0), ("end_percent", 0.0));
        prompt["guider"]!["inputs"]!["model"] = Link("override");
        var errors = _graph.Validate(prompt).NodeErrors;
        Assert.Multiple(() =>
        {
            Assert.That(errors["limited"].Errors.Single().Type, Is.EqualTo("custom_validation_failed"));
            Assert.That(errors["limited"].Errors.Single().Details, Does.Contain("start (0.6) is behind end (0.4)"));
            Assert.That(errors["override"].Errors.Single().Details, Does.Contain("start_percent (1) is behind end_percent (0)"));
        });
    }

    [TestCase(-0.5)]
    [TestCase(1.5)]
    public void Validate_EndOfARangeBeyondItsLimits_IsRefused(double end)
    {
        var prompt = Custom();
        prompt["limited"] = Graphs.Node("ConditioningSetTimestepRange", ("conditioning", Link("positive")), ("start", 0.0), ("end", end));
        prompt["guider"]!["inputs"]!["positive"] = Link("limited");
        Assert.That(_graph.Validate(prompt).NodeErrors["limited"].Errors.Single().Details, Does.Contain("expected a number from 0 to 1"));
    }

    /// <summary>The case with KSampler and, beside it, with nodes for noise, guidance, solver and schedule.</summary>
    private static JsonObject Custom()
    {
        JsonNode? Setting(string name) => Case[name]?.DeepClone();
        var prompt = TextToImage(Case);
        prompt.Remove("decode");
        prompt.Remove("save");
        prompt["noise"] = Graphs.Node("RandomNoise", ("noise_seed", Setting("seed")));
        prompt["guider"] = Graphs.Node("CFGGuider", ("model", Link("shift")), ("positive", Link("positive")), ("negative", Link("negative")), ("cfg", Setting("cfg")));
        prompt["solver"] = Graphs.Node("KSamplerSelect", ("sampler_name", Setting("sampler_name")));
        prompt["sigmas"] = Graphs.Node("BasicScheduler", ("model", Link("shift")), ("scheduler", Setting("scheduler")), ("steps", Setting("steps")), ("denoise", 1.0));
        prompt["custom"] = Graphs.Node("SamplerCustomAdvanced", ("noise", Link("noise")), ("guider", Link("guider")), ("sampler", Link("solver")),
            ("sigmas", Link("sigmas")), ("latent_image", Link("latent")));
        prompt["capture2"] = Graphs.Node("CaptureLatent", ("samples", Link("custom")));
        prompt["capture3"] = Graphs.Node("CaptureLatent", ("samples", Link("custom", 1)));
        return prompt;
    }
}
