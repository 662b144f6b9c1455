using System.Globalization;
using System.Text.Json;
using PixelDiT.Tests;

namespace PixelDiT.Sampling.Tests.Schedules;

public sealed class SchedulersTests
{
    private static readonly string[] AllNames = [.. Schedulers.Names];

    private static readonly string[] ExactNames = [.. AllNames.Except(["ddim_uniform", "beta"])];

    private static JsonDocument Reference() => JsonDocument.Parse(File.ReadAllBytes(TestData.File("schedules.json")));

    public static IEnumerable<TestCaseData> ReferenceCases()
    {
        using var reference = Reference();
        foreach (var entry in reference.RootElement.GetProperty("sigmas").EnumerateObject())
        {
            var parts = entry.Name.Split('|');
            var shift = double.Parse(parts[1]["shift=".Length..], CultureInfo.InvariantCulture);
            var steps = int.Parse(parts[2]["steps=".Length..], CultureInfo.InvariantCulture);
            double[] sigmas = [.. entry.Value.EnumerateArray().Select(v => v.GetDouble())];
            yield return new TestCaseData(parts[0], shift, steps, sigmas).SetArgDisplayNames(parts[0], parts[1], parts[2]);
        }
    }

    [TestCaseSource(nameof(ReferenceCases))]
    public void Compute_ReferenceCase_GivesComfyUIsSigmas(string name, double shift, int steps, double[] expected)
    {
        var sigmas = Schedulers.Compute(name, new ModelSamplingFlow(shift), steps);

        // A float32 ulp at 1 is 1.2e-7: three of them for the two libraries' pow, tan and exp.
        Assert.That(sigmas, Is.EqualTo(expected).Within(4e-7));
    }

    [Test]
    public void ReferenceCases_CoverEverySchedule()
    {
        Assert.That(ReferenceCases().Select(c => (string)c.Arguments[0]!).Distinct(), Is.EquivalentTo(Schedulers.Names.Except(["uniform_flow"])), "the last has a formula of one line");
        Assert.That(ReferenceCases().Count(), Is.EqualTo((9 * 3 * 3) + (4 * 4)), "nine of ComfyUI, and the authors' own");
    }

    [Test]
    public void Names_AreComfyUIsInOrderThenOurs()
    {
        using var reference = Reference();
        string[] expected = [.. reference.RootElement.GetProperty("schedulers").EnumerateArray().Select(v => v.GetString()!)];
        Assert.That(Schedulers.Names, Is.EqualTo(expected.Concat(["time_uniform_flow", "uniform_flow"])));
    }

    [Test]
    public void Compute_UniformFlow_IsTheTimeShiftSeenFromTheImage()
    {
        // t_i = i/n, shifted t/(t + (1-t)·s); σ = 1 - t.
        double[] expected = [.. Enumerable.Range(0, 13).Select(i => i / 12.0).Select(t => 1 - (t / (t + ((1 - t) * 2.0))))];
        Assert.That(Schedulers.Compute("uniform_flow", new ModelSamplingFlow(2.0, 1.0), 12), Is.EqualTo(expected).Within(2e-7));
    }

    [Test, Combinatorial]
    public void Compute_AnySteps_IsFiniteAndDescendsToZero(
        [ValueSource(nameof(AllNames))] string name, [Values(1, 2, 3, 7, 50, 999, 1000)] int steps, [Values(0.3, 1.0, 4.0, 12.0)] double shift)
    {
        var sigmas = Schedulers.Compute(name, new ModelSamplingFlow(shift), steps);

        Assert.Multiple(() =>
        {
            Assert.That(sigmas, Has.Length.GreaterThanOrEqualTo(2));
            Assert.That(sigmas, Is.All.InRange(0.0, 1.0000002));
            Assert.That(sigmas, Is.Ordered.Descending);
            Assert.That(sigmas[^1], Is.Zero);
            Assert.That(sigmas[^2], Is.GreaterThan(0.0));
            Assert.That(sigmas, Is.EqualTo(sigmas.Select(s => (double)(float)s)), "every value is a float32");
        });
    }

    [Test]
    public void Compute_EachNameButTwo_GivesTheStepsAskedFor([ValueSource(nameof(ExactNames))] string name, [Values(1, 4, 30, 100)] int steps) =>
        Assert.That(Schedulers.Compute(name, new ModelSamplingFlow(4), steps), Has.Length.EqualTo(steps + 1));

    [Test]
    public void Compute_Denoise_KeepsTheEndOfALongerSchedule()
    {
        var sampling = new ModelSamplingFlow(4);
        var whole = Schedulers.Compute("simple", sampling, 10);
        Assert.That(Schedulers.Compute("simple", sampling, 6, denoise: 0.6), Is.EqualTo(whole[^7..]));
    }

    [TestCase(1.0)]
    [TestCase(0.99995)]
    public void Compute_DenoiseOfNearlyOne_IsTheWholeSchedule(double denoise)
    {
        var sampling = new ModelSamplingFlow(4);
        Assert.That(Schedulers.Compute("normal", sampling, 6, denoise), Is.EqualTo(Schedulers.Compute("normal", sampling, 6)));
    }

    [Test]
    public void Compute_DiscardPenultimate_DropsTheSigmaBeforeTheLast()
    {
        var sampling = new ModelSamplingFlow(4);
        var longer = Schedulers.Compute("simple", sampling, 7);
        var sigmas = Schedulers.Compute("simple", sampling, 6, denoise: 1.0, discardPenultimate: true);
        Assert.That(sigmas, Is.EqualTo(longer[..^2].Append(0.0)));
    }

    [Test]
    public void Compute_UnknownName_ListsTheKnown() =>
        Assert.That(
            () => Schedulers.Compute("karas", new ModelSamplingFlow(4), 4),
            Throws.TypeOf<UnknownSamplingNameException>().With.Message.Contains("'karas'").And.Message.Contains("karras, exponential"));

    [TestCase(0)]
    [TestCase(-3)]
    [TestCase(10001)]
    public void Compute_StepsOutOfRange_Refused(int steps) =>
        Assert.That(
            () => Schedulers.Compute("simple", new ModelSamplingFlow(4), steps),
            Throws.TypeOf<SamplingSettingException>().With.Property(nameof(SamplingSettingException.Setting)).EqualTo("steps"));

    [TestCase(double.NaN)]
    [TestCase(0.0)]
    [TestCase(-1.0)]
    [TestCase(1e-300)]
    public void Compute_ImpossibleDenoise_Refused(double denoise) =>
        Assert.That(
            () => Schedulers.Compute("simple", new ModelSamplingFlow(4), 4, denoise),
            Throws.TypeOf<SamplingSettingException>().With.Property(nameof(SamplingSettingException.Setting)).EqualTo("denoise"));
}
