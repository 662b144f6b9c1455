using PixelDiT.Server.Hubs;

namespace PixelDiT.Server.Tests.Hubs;

internal sealed class CallBudgetTests
{
    [Test]
    public void TryTake_AtOnce_TwiceTheRateAndThenOneForEachInterval()
    {
        var time = new ManualTime();
        var budget = new CallBudget(10, time);

        Assert.That(Enumerable.Range(0, 25).Count(_ => budget.TryTake()), Is.EqualTo(20));
        time.Advance(0.35);
        Assert.That(Enumerable.Range(0, 25).Count(_ => budget.TryTake()), Is.EqualTo(3));
    }

    [Test]
    public void TryTake_AfterALongRest_NotMoreThanTwiceTheRate()
    {
        var time = new ManualTime();
        var budget = new CallBudget(10, time);
        time.Advance(3600);

        Assert.That(Enumerable.Range(0, 100).Count(_ => budget.TryTake()), Is.EqualTo(20));
    }
}
