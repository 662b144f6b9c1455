using PixelDiT.App.Serve;

namespace PixelDiT.App.Tests.Serve;

/// <summary>Ctrl-C once and more often.</summary>
internal sealed class StopSignalsTests
{
    [Test]
    public void First_IsLeftToTheHost_SecondEndsTheProcessOnce()
    {
        var said = new List<string>();
        var ended = 0;
        using var signals = StopSignals.For(() => ended++, said.Add);

        signals.Came();
        Assert.That((ended, said.Count), Is.EqualTo((0, 1)));
        Assert.That(said[0], Does.Contain("once more"));

        signals.Came();
        signals.Came();
        Assert.That((ended, said.Count), Is.EqualTo((1, 2)));
    }
}
