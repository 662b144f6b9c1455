namespace PixelDiT.Server.Events;

/// <summary>How fast a node goes: the mean over its latest reports. The time before the first report does not count: models are loaded in it.</summary>
/// <param name="time">Clock.</param>
internal sealed class StepRate(TimeProvider time)
{
    // Enough to smooth out single slow steps, few enough to notice when the pace changes.
    private const int Window = 9;

    private readonly Queue<(long Timestamp, double Step)> _reports = new(Window);
    private (long Timestamp, double Step) _latest;

    /// <summary>Steps per second; null before the second report, and when no time has passed.</summary>
    public double? PerSecond { get; private set; }

    /// <summary>A report comes in.</summary>
    /// <param name="step">Steps done; less than before when the node starts over.</param>
    public void Report(double step)
    {
        var now = time.GetTimestamp();
        if (_reports.Count > 0 && !(step >= _latest.Step))
        {
            _reports.Clear();
            PerSecond = null;
        }

        if (_reports.Count == Window)
        {
            _reports.Dequeue();
        }

        _latest = (now, step);
        _reports.Enqueue(_latest);
        var first = _reports.Peek();
        var seconds = time.GetElapsedTime(first.Timestamp, now).TotalSeconds;
        var steps = step - first.Step;
        PerSecond = seconds > 0 && steps > 0 && double.IsFinite(steps / seconds) ? steps / seconds : PerSecond;
    }

    /// <summary>How long the rest takes at that rate; null without a rate.</summary>
    /// <param name="steps">Steps still to do.</param>
    public TimeSpan? TimeFor(double steps) =>
        PerSecond is { } rate && Math.Max(0, steps) / rate is var seconds && seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
}
