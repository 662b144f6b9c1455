using System.Diagnostics;

namespace PixelDiT.Bench.Graph;

/// <summary>Medians of clock times.</summary>
internal static class Measure
{
    // The runtime compiles methods anew once they have been called often.
    private const int WarmUps = 3;

    /// <summary>Median time of an action in milliseconds; the preparation before each run is not counted.</summary>
    public static async Task<double> MedianAsync<T>(int runs, Func<Task<T>> prepare, Func<T, Task> action)
    {
        var times = new List<double>();
        for (var run = -WarmUps; run < runs; run++)
        {
            var prepared = await prepare();
            GC.Collect();
            var start = Stopwatch.GetTimestamp();
            await action(prepared);
            var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (run >= 0)
            {
                times.Add(time);
            }
        }

        times.Sort();
        return times.Count % 2 == 1 ? times[times.Count / 2] : (times[(times.Count / 2) - 1] + times[times.Count / 2]) / 2;
    }
}
