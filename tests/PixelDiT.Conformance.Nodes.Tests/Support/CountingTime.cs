namespace PixelDiT.Conformance.Nodes.Tests.Support;

/// <summary>The system's clock, with a count of the waits, none of them cancelled, that go on at the same time.</summary>
internal sealed class CountingTime : TimeProvider
{
    private int _now;
    private int _most;

    /// <summary>Most waits at the same time.</summary>
    public int Most => _most;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var now = Interlocked.Increment(ref _now);
        for (var seen = _most; now > seen;)
        {
            var before = Interlocked.CompareExchange(ref _most, now, seen);
            seen = before == seen ? now : before;
        }

        // A wait is over before whoever waited goes on, and so before the next one begins.
        return base.CreateTimer(
            s =>
            {
                Interlocked.Decrement(ref _now);
                callback(s);
            },
            state, dueTime, period);
    }
}
