namespace PixelDiT.Graph.Execution;

/// <summary>
/// Thins out the reports of one node (protocol §4.5): the first, the last and those with a preview pass, others only 100 ms and half a percent after the
/// last one that passed. Safe for use from several threads.
/// </summary>
internal sealed class ProgressThrottle(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private const double Share = 0.005;

    private readonly Lock _lock = new();
    private long _lastTime;
    private double _lastValue;
    private bool _any;

    public bool Passes(double value, double max, bool hasPreview)
    {
        lock (_lock)
        {
            var passes = !_any || hasPreview || value >= max
                || (time.GetElapsedTime(_lastTime) >= Interval && Math.Abs(value - _lastValue) >= Share * max);
            if (passes)
            {
                (_any, _lastTime, _lastValue) = (true, time.GetTimestamp(), value);
            }

            return passes;
        }
    }
}
