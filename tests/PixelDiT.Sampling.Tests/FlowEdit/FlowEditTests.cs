using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

public sealed class FlowEditTests : TorchFixture
{
    private static readonly ModelSamplingFlow Shift = new(2.0);

    [Test]
    public void Schedule_IsTheShiftedLineFromOneAndEndsAtZero()
    {
        var sigmas = FlowEdit.Schedule(4, Shift);

        Assert.That(sigmas, Is.EqualTo(new[] { 1.0, 2 * 0.75 / 1.75, 2 * 0.5 / 1.5, 2 * 0.25 / 1.25, 0.0 }).Within(1e-7));
        Assert.That(() => FlowEdit.Schedule(0, Shift), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("steps is 0"));
    }

    [Test]
    public void Edit_KnownModel_MovesByTheDifferenceOfTheMeans()
    {
        // Both predictions are constants μ: every step moves z towards s + (μ_tar - μ_src), and the last one arrives there.
        var request = Request(new AnalyticModel());

        var result = FlowEdit.Edit(request);

        // Guided: -0.5 + 2·(0.25 + 0.5) = 1 for the source, -0.5 + 3·(0.5 + 0.5) = 2.5 for the target.
        Assert.That(MaxDifference(result, request.Image + 1.5), Is.LessThan(1e-5));
    }

    [Test]
    public void Edit_NoSteps_IsTheInputExactlyAndAsksNothing()
    {
        var model = new AnalyticModel();
        var request = Request(model) with { NMax = 0 };

        var result = FlowEdit.Edit(request);

        Assert.That(Same(result, request.Image));
        Assert.That(model.Calls, Is.Zero);
    }

    [TestCase(0, 1, 4)]
    [TestCase(0, 3, 12)]
    [TestCase(2, 1, 4)]
    [TestCase(4, 2, 4)]
    public void Edit_Settings_DecideHowOftenTheNetworkIsAsked(int nMin, int nAvg, int calls)
    {
        var model = new AnalyticModel();
        var steps = new List<(int, int, long[])>();

        FlowEdit.Edit(Request(model) with { NMax = 4, NMin = nMin, NAvg = nAvg }, s => steps.Add((s.Step, s.Total, s.Edit.shape)));

        var transported = (4 - nMin) * nAvg;
        Assert.That((model.Calls, model.Rows), Is.EqualTo((calls, (transported * 4) + (nMin * 2L))), "four rows, then the target's two");
        Assert.That(steps, Is.EqualTo(new[] { 1, 2, 3, 4 }.Select(i => (i, 4, new long[] { 1, 3, 6, 10 }))));
    }

    [Test]
    public void Edit_ScalesOfOne_AskForNoNegativeRows()
    {
        var model = new AnalyticModel();

        FlowEdit.Edit(Request(model) with { SourceCfg = 1, TargetCfg = 1, SourceNegative = [], TargetNegative = [] });

        Assert.That(model.Rows, Is.EqualTo(2 * 6));
    }

    [TestCase(4.5, 4)]
    [TestCase(3.0, 2)]
    [TestCase(1.5, 1)]
    public void Edit_LittleMemory_RunsAsManyRowsAtOnceAsFit(double rowsThatFit, int rowsAtOnce)
    {
        var model = new AnalyticModel { WorkingSet = (long)(HostMemory.FreeBytes(CPU)!.Value / rowsThatFit) };

        FlowEdit.Edit(Request(model) with { NMax = 1 });

        Assert.That((model.Calls, model.Rows), Is.EqualTo((4 / rowsAtOnce, 4L)));
    }

    [Test]
    public void Edit_SeedAndNoise_AreReproducible()
    {
        var request = Request(new AnalyticModel(deviation: 0.4)) with { Target = [Conditioning(0.9)], NMin = 1 };

        var (first, again, other) = (FlowEdit.Edit(request), FlowEdit.Edit(request), FlowEdit.Edit(request with { Seed = 8 }));

        Assert.That(Same(first, again));
        Assert.That(MaxDifference(first, other), Is.GreaterThan(1e-3));
    }

    [TestCase(0)]
    [TestCase(2)]
    [TestCase(6)]
    public void Edit_HardMask_KeepsWhatIsOutsideBitForBit(int nMin)
    {
        using var generator = new Generator(3, CPU);
        var image = (rand([2, 3, 7, 9], ScalarType.Float32, CPU, generator: generator) * 2) - 1;
        var mask = zeros([1, 7, 9], ScalarType.Float32);
        mask.narrow(1, 2, 3).narrow(2, 1, 5).fill_(1);
        var shown = new List<bool>();
        var inside = mask.gt(0).unsqueeze(1).expand(2, 3, 7, 9);

        var result = FlowEdit.Edit(
            Request(new AnalyticModel(deviation: 0.2), image) with { Mask = mask, NMin = nMin }, s => shown.Add(Same(s.Edit.where(inside.logical_not(), image), image)));

        Assert.That(Same(result.where(inside.logical_not(), image), image), "outside");
        Assert.That(shown, Is.All.True, "so in previews");
        Assert.That((result - image).abs().masked_select(inside).min().item<float>(), Is.GreaterThan(1e-3), "inside everything moved");
    }

    [Test]
    public void Edit_Feather_RisesInsideTheMaskOnly()
    {
        var image = zeros([1, 3, 16, 16], ScalarType.Float32);
        var mask = zeros([1, 16, 16], ScalarType.Float32);
        mask.narrow(2, 4, 12).fill_(1);

        // The model moves everything by 1.5; the last step's blend leaves the mask's share of it.
        var result = FlowEdit.Edit(Request(new AnalyticModel(), image) with { Mask = mask, Feather = 2, NMax = 1 });

        Assert.That(result[0, 0, 8].data<float>().ToArray()[..9], Is.EqualTo(new[] { 0, 0, 0, 0, 0.5f, 1, 1.5f, 1.5f, 1.5f }).Within(1e-5));
        Assert.That(result[0, 0, 8, 15].item<float>(), Is.EqualTo(1.5f).Within(1e-5), "the picture's border is no rim");
    }

    [Test]
    public void Edit_EmptyMask_IsTheInputExactlyAndAsksNothing()
    {
        var model = new AnalyticModel();
        var request = Request(model);

        Assert.That(Same(FlowEdit.Edit(request with { Mask = zeros([1, 6, 10]) }), request.Image));
        Assert.That(model.Calls, Is.Zero);
    }

    [TestCase(1, 1)]
    [TestCase(3, 5)]
    [TestCase(4, 8)]
    [TestCase(2, 17)]
    public void Edit_AnySize_IsPaddedToPatchesAndCutBack(int height, int width)
    {
        var sizes = new List<long[]>();
        var image = ones([1, 3, height, width], ScalarType.Float32) * 0.25;
        var model = new RecordingModel(sizes);

        var result = FlowEdit.Edit(Request(model, image) with { PatchSize = 4 });

        Assert.That(result.shape, Is.EqualTo(new long[] { 1, 3, height, width }));
        Assert.That(sizes.Select(s => (s[2] % 4, s[3] % 4)), Is.All.EqualTo((0L, 0L)));
        Assert.That(sizes[0][2..], Is.EqualTo(new long[] { (height + 3) / 4 * 4, (width + 3) / 4 * 4 }));
    }

    [Test]
    public void Pad_MirrorsAgainAndAgain()
    {
        var padded = ReflectionPad.ToMultiple(tensor(new float[] { 1, 2, 3 }, [1, 1, 1, 3]), 8);

        Assert.That(padded.shape, Is.EqualTo(new long[] { 1, 1, 8, 8 }));
        Assert.That(padded[0, 0, 5].data<float>().ToArray(), Is.EqualTo(new float[] { 1, 2, 3, 2, 1, 2, 3, 2 }));
    }

    [Test]
    public void Edit_OtherSchedule_IsTaken()
    {
        var sigmas = new List<double>();
        var schedule = Schedulers.Compute("karras", Shift, 6);

        FlowEdit.Edit(Request(new AnalyticModel()) with { Sigmas = schedule, NMax = 6 }, s => sigmas.Add(s.Sigma));

        Assert.That(sigmas, Is.EqualTo(schedule[..^1]));
    }

    [Test]
    public void Edit_Cancelled_StopsBeforeTheNextEvaluation()
    {
        using var source = new CancellationTokenSource();
        var model = new AnalyticModel { OnCall = call => { if (call == 5) { source.Cancel(); } } };

        Assert.That(() => FlowEdit.Edit(Request(model) with { Batching = RowBatching.Sequential }, cancellation: source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(model.Calls, Is.EqualTo(5));
    }

    [Test]
    public void Edit_NaN_NamesTheStep() => Assert.That(
        () => FlowEdit.Edit(Request(new AnalyticModel { NanFromCall = 3 })),
        Throws.TypeOf<NonFiniteLatentException>().With.Property("Step").EqualTo(3).And.Property("TotalSteps").EqualTo(6));

    private static IEnumerable<TestCaseData> BadSettings()
    {
        yield return Bad(r => r with { NMax = 9 }, "n_max is 9; expected a whole number from 0 to the number of steps, 8");
        yield return Bad(r => r with { NMax = -1 }, "n_max is -1");
        yield return Bad(r => r with { NMin = 7 }, "n_min is 7; expected a whole number from 0 to n_max, 6");
        yield return Bad(r => r with { NMin = -1 }, "n_min is -1");
        yield return Bad(r => r with { NAvg = 0 }, "n_avg is 0; expected 1 or more");
        yield return Bad(r => r with { SourceCfg = -0.1 }, "source_cfg is -0.1; expected a finite number, 0 or more");
        yield return Bad(r => r with { TargetCfg = -1 }, "target_cfg is -1");
        yield return Bad(r => r with { TargetCfg = double.NaN }, "target_cfg is NaN");
        yield return Bad(r => r with { Sigmas = [1.0] }, "sigmas is [1]");
        yield return Bad(r => r with { Sigmas = [1, 0.5, 0.6, 0] }, "sigmas is [1, 0.5, 0.6, 0]; expected at least two noise levels that fall from at most 1 to 0");
        yield return Bad(r => r with { Sigmas = [1, double.NaN, 0] }, "sigmas");
        yield return Bad(r => r with { Image = zeros(1, 4, 8, 8) }, "image is of shape [1, 4, 8, 8]");
        yield return Bad(r => r with { Mask = zeros(1, 6, 9) }, "mask is of shape [1, 6, 9]; expected [1 or 1, 6, 10]");
        yield return Bad(r => r with { Feather = -1 }, "feather is -1");
        yield return Bad(r => r with { PatchSize = 0 }, "patch_size is 0");
        yield return Bad(r => r with { Target = [] }, "positive is empty");

        static TestCaseData Bad(Func<FlowEditRequest, FlowEditRequest> change, string said) => new TestCaseData(change, said).SetArgDisplayNames(said);
    }

    [TestCaseSource(nameof(BadSettings))]
    public void Edit_BadSetting_IsNamedBeforeAnythingRuns(Func<FlowEditRequest, FlowEditRequest> change, string said)
    {
        var model = new AnalyticModel();

        Assert.That(() => FlowEdit.Edit(change(Request(model))), Throws.TypeOf<SamplingSettingException>().With.Message.Contains(said));
        Assert.That(model.Calls, Is.Zero);
    }

    private static FlowEditRequest Request(IFlowModel model, Tensor? image = null) => new()
    {
        Model = model,
        ModelSampling = Shift,
        PatchSize = 1,
        Image = image ?? (ones([1, 3, 6, 10], ScalarType.Float32) * 0.125),
        Source = [Conditioning(0.25)],
        SourceNegative = [Conditioning(-0.5)],
        SourceCfg = 2,
        Target = [Conditioning(0.5)],
        TargetNegative = [Conditioning(-0.5)],
        TargetCfg = 3,
        Sigmas = FlowEdit.Schedule(8, Shift),
        NMax = 6,
        Seed = 7,
    };

    private static bool Same(Tensor a, Tensor b) => a.bytes.SequenceEqual(b.bytes);

    /// <summary>Predicts black and keeps the sizes that it was asked for.</summary>
    private sealed class RecordingModel(List<long[]> sizes) : IFlowModel
    {
        public Device Device => CPU;

        public Tensor Velocity(Tensor x, Tensor timesteps, Tensor context)
        {
            sizes.Add(x.shape);
            return zeros_like(x);
        }

        public long WorkingBytes(int rows, int height, int width, int tokens) => 0;
    }
}
