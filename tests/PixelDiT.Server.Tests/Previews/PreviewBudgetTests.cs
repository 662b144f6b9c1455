using PixelDiT.Server.Previews;

namespace PixelDiT.Server.Tests.Previews;

/// <summary>How many previews are made when they go to many.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PreviewBudgetTests
{
    private readonly ManualTime _time = new();

    [Test]
    public void HasRoom_FewClients_IsAlwaysTrue()
    {
        var budget = new PreviewBudget(1_000_000, _time);
        for (var step = 0; step < 1000; step++)
        {
            Assert.That(budget.HasRoom(), Is.True);
            budget.Spend(10_000, clients: 2);
            _time.Advance(0.02);
        }

        Assert.That(budget.PassedOver, Is.Zero);
    }

    [Test]
    public void HasRoom_ManyClients_KeepsToTheBoundInTheLongRun()
    {
        var budget = new PreviewBudget(1_000_000, _time);
        long sent = 0, pictures = 0;
        for (var step = 0; step < 1000; step++)
        {
            if (budget.HasRoom())
            {
                budget.Spend(10_000, clients: 20);
                sent += 200_000;
                pictures++;
            }

            _time.Advance(0.05);
        }

        // 50 s: 50 MB, and what may go at once at the start and at the end.
        Assert.That(sent, Is.InRange(50_000_000, 50_000_000 + 250_000 + 200_000));
        Assert.That(budget.PassedOver, Is.EqualTo(1000 - pictures));
    }

    [Test]
    public void HasRoom_PictureLargerThanAllRoom_GoesAndIsMadeUpFor()
    {
        var budget = new PreviewBudget(1000, _time);
        Assert.That(budget.HasRoom(), Is.True);
        budget.Spend(2250);
        _time.Advance(2);
        Assert.That(budget.HasRoom(), Is.False);
        _time.Advance(0.001);
        Assert.That(budget.HasRoom(), Is.True);
    }

    [Test]
    public void HasRoom_LongPause_SavesUpNoMoreThanABurst()
    {
        var budget = new PreviewBudget(1000, _time);
        _time.Advance(3600);
        budget.Spend(250);
        Assert.That(budget.HasRoom(), Is.False);
    }

    [Test]
    public void HasRoom_NoBound_IsAlwaysTrue()
    {
        var budget = new PreviewBudget(0, _time);
        budget.Spend(int.MaxValue, clients: 1000);
        Assert.That((budget.HasRoom(), budget.PassedOver), Is.EqualTo((true, 0)));
    }
}
