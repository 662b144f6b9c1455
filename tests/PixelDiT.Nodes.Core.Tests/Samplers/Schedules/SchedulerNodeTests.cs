using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Samplers.Schedules;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Tests.Samplers.Schedules;

/// <summary>The formulas are the library's; here it is each input's way to its parameter.</summary>
public class SchedulerNodeTests
{
    // No schedule looks at the network.
    private static readonly Model Model = new() { Network = null!, Sampling = new ModelSamplingFlow(3) };

    private static IEnumerable<TestCaseData> Nodes()
    {
        yield return Case(new KarrasScheduler { Steps = 5, SigmaMax = 0.9, SigmaMin = 0.1, Rho = 3 }, CustomSchedules.Karras(5, 0.9, 0.1, 3));
        yield return Case(new ExponentialScheduler { Steps = 5, SigmaMax = 0.9, SigmaMin = 0.1 }, CustomSchedules.Exponential(5, 0.9, 0.1));
        yield return Case(new PolyexponentialScheduler { Steps = 5, SigmaMax = 0.9, SigmaMin = 0.1, Rho = 2 }, CustomSchedules.Polyexponential(5, 0.9, 0.1, 2));
        yield return Case(
            new LaplaceScheduler { Steps = 5, SigmaMax = 0.9, SigmaMin = 0.1, Mu = -0.5, Beta = 0.75 }, CustomSchedules.Laplace(5, 0.9, 0.1, -0.5, 0.75));
        yield return Case(new VPScheduler { Steps = 5, BetaD = 0.5, BetaMin = 0.25, EpsS = 0.125 }, CustomSchedules.VariancePreserving(5, 0.5, 0.25, 0.125));
        yield return Case(new BetaSamplingScheduler { Model = Model, Steps = 5, Alpha = 0.5, Beta = 0.9 }, CustomSchedules.Beta(Model.Sampling, 5, 0.5, 0.9));
        yield return Case(new SDTurboScheduler { Model = Model, Steps = 3, Denoise = 0.5 }, CustomSchedules.Turbo(Model.Sampling, 3, 0.5));
        yield return Case(new BasicScheduler { Model = Model, Scheduler = "normal", Steps = 5, Denoise = 0.6 }, Schedulers.Compute("normal", Model.Sampling, 5, 0.6));

        static TestCaseData Case(Node node, double[] expected) => new TestCaseData(node, expected).SetArgDisplayNames(node.GetType().Name);
    }

    [TestCaseSource(nameof(Nodes))]
    public void Run_Inputs_ReachTheirParameters(Node node, double[] expected) => Assert.That(Run(node), Is.EqualTo(expected));

    // ddim_uniform answers with 1000/(1000/7) + 1 steps.
    [Test]
    public void BasicScheduler_MoreStepsThanAskedFor_KeepsTheLast()
    {
        var whole = Schedulers.Compute("ddim_uniform", Model.Sampling, 7);
        Assert.Multiple(() =>
        {
            Assert.That(whole, Has.Length.EqualTo(9));
            Assert.That(Run(new BasicScheduler { Model = Model, Scheduler = "ddim_uniform", Steps = 7 }), Is.EqualTo(whole[1..]));
        });
    }

    [TestCaseSource(nameof(Impossible))]
    public void Run_ImpossibleSettings_NameTheInput(Node node, string input) =>
        Assert.That(() => Run(node), Throws.TypeOf<SamplingSettingException>().With.Message.StartsWith($"{input} is"));

    private static IEnumerable<TestCaseData> Impossible()
    {
        yield return Case(new KarrasScheduler { SigmaMax = 0.1, SigmaMin = 0.9 }, "sigma_min");
        yield return Case(new KarrasScheduler { Rho = 0 }, "rho");
        yield return Case(new ExponentialScheduler { SigmaMin = 0 }, "sigma_min");
        yield return Case(new VPScheduler { BetaD = 0, BetaMin = 0 }, "beta_min");
        yield return Case(new BetaSamplingScheduler { Model = Model, Alpha = 0 }, "alpha");
        yield return Case(new SDTurboScheduler { Model = Model, Denoise = 0 }, "denoise");
        yield return Case(new BasicScheduler { Model = Model, Scheduler = "simple", Steps = 0 }, "steps");
        yield return Case(new BasicScheduler { Model = Model, Scheduler = "simple", Steps = 5, Denoise = 0 }, "denoise");

        static TestCaseData Case(Node node, string input) => new TestCaseData(node, input).SetArgDisplayNames(node.GetType().Name, input);
    }

    private static Sigmas Run(Node node) => (Sigmas)node.Run(new FakeContext()).Outputs[0]!;
}
