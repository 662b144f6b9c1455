using FsCheck;
using FsCheck.Fluent;
using PixelDiT.Server.Events;

namespace PixelDiT.Server.Tests.Events;

/// <summary>Step rate and fraction.</summary>
internal sealed class PaceTests
{
    [Test]
    public void Report_First_NoRateYet()
    {
        var time = new ManualTime();
        var rate = new StepRate(time);
        time.Advance(60);
        rate.Report(1);

        Assert.That(rate.PerSecond, Is.Null, "loading a model is no step");
        Assert.That(rate.TimeFor(10), Is.Null);
    }

    [Test]
    public void Report_EvenSteps_ThatRateAndTheTimeForTheRest()
    {
        var (rate, _) = Reported(0.25, [1, 2, 3, 4]);

        Assert.That(rate.PerSecond, Is.EqualTo(4).Within(1e-9));
        Assert.That(rate.TimeFor(16), Is.EqualTo(TimeSpan.FromSeconds(4)));
    }

    [Test]
    public void Report_ReportsThatSkipSteps_CountTheSteps()
    {
        var (rate, _) = Reported(1, [10, 20, 30]);

        Assert.That(rate.PerSecond, Is.EqualTo(10).Within(1e-9));
    }

    [Test]
    public void Report_OneSlowStep_IsSmoothedAndForgottenAfterSome()
    {
        var (rate, time) = Reported(1, [1, 2, 3]);
        time.Advance(4);
        rate.Report(4);
        Assert.That(rate.PerSecond, Is.EqualTo(0.5).Within(1e-9));

        for (var step = 5; step < 20; step++)
        {
            time.Advance(1);
            rate.Report(step);
        }

        Assert.That(rate.PerSecond, Is.EqualTo(1).Within(1e-9));
    }

    [Test]
    public void Report_StartsOver_TheOldPaceDoesNotCount()
    {
        var (rate, time) = Reported(1, [1, 2, 3]);
        rate.Report(1);
        Assert.That(rate.PerSecond, Is.Null);
        time.Advance(0.5);
        rate.Report(2);

        Assert.That(rate.PerSecond, Is.EqualTo(2).Within(1e-9));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(-1e308)]
    public void Report_Nonsense_NoRateThatIsNone(double step)
    {
        var (rate, time) = Reported(1, [1, 2]);
        time.Advance(1);
        rate.Report(step);
        time.Advance(1);
        rate.Report(3);

        Assert.That(rate.PerSecond ?? 1, Is.Positive.And.LessThan(double.PositiveInfinity));
        Assert.That(rate.TimeFor(double.NaN) ?? TimeSpan.Zero, Is.GreaterThanOrEqualTo(TimeSpan.Zero));
    }

    [Test]
    public void TimeFor_LongerThanATimeSpan_Null() => Assert.That(Reported(1, [1, 2]).Rate.TimeFor(1e300), Is.Null);

    [Test]
    public void Fraction_NodesAndTheirShares_AddUp()
    {
        var fraction = new JobFraction();
        fraction.Plan(["1", "2", "3", "4"]);
        fraction.Start("1");
        fraction.Finish("1");
        fraction.Start("2");
        fraction.Report("2", 5, 10);

        Assert.That(fraction.Value, Is.EqualTo(0.375));
        fraction.Finish("9");
        Assert.That(fraction.Value, Is.EqualTo(0.375), "a node that did not run");
    }

    [Test]
    public void Fraction_AnyCourse_NeverFallsAndEndsAtOne() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true),
        Prop.ForAll(
            Gen.Choose(0, 5).SelectMany(planned => Gen.Choose(0, 999).ArrayOf().Select(acts => (planned, acts))).ToArbitrary(),
            c =>
            {
                var fraction = new JobFraction();
                fraction.Plan(Enumerable.Range(0, c.planned).Select(i => $"{i}"));
                var started = Enumerable.Range(0, c.planned).Select(i => $"{i}").ToHashSet();
                double before = 0;
                foreach (var act in c.acts)
                {
                    var node = $"{act % 8}";
                    switch (act / 8 % 5)
                    {
                        case 0:
                            fraction.Start(node);
                            started.Add(node);
                            break;
                        case 1:
                            fraction.Report(node, act % 13, 12);
                            break;
                        case 2:
                            fraction.Report(node, act, act % 3 - 1);
                            break;
                        case 3:
                            fraction.Report(node, double.NaN, double.PositiveInfinity);
                            break;
                        default:
                            fraction.Finish(node);
                            break;
                    }

                    Assert.That(fraction.Value, Is.InRange(before, 1.0));
                    before = fraction.Value;
                }

                foreach (var node in started)
                {
                    fraction.Finish(node);
                }

                Assert.That(fraction.Value, Is.EqualTo(started.Count == 0 ? 0 : 1));
            }));

    private static (StepRate Rate, ManualTime Time) Reported(double seconds, double[] steps)
    {
        var time = new ManualTime();
        var rate = new StepRate(time);
        foreach (var step in steps)
        {
            time.Advance(seconds);
            rate.Report(step);
        }

        return (rate, time);
    }
}
