namespace PixelDiT.Server.Events;

/// <summary>
/// How much of a job is done: nodes that are done and the shares of those that run, over the nodes that will run. Never falls: nodes that an
/// expansion adds make the rest longer, not the done part shorter. 1 is reached when every node is done.
/// </summary>
internal sealed class JobFraction
{
    // Nodes that will run or do run; what of each is done, 0 … 1.
    private readonly Dictionary<string, double> _shares = [];
    private double _sum;
    private double _value;

    /// <summary>0 … 1.</summary>
    public double Value => _value;

    /// <summary>The nodes that will run are known.</summary>
    public void Plan(IEnumerable<string> nodes)
    {
        foreach (var id in nodes)
        {
            _shares.TryAdd(id, 0);
        }
    }

    /// <summary>A node runs; one that nobody planned comes from an expansion.</summary>
    public void Start(string id) => _shares.TryAdd(id, 0);

    /// <summary>A node reports.</summary>
    public void Report(string id, double step, double steps) => Set(id, steps > 0 ? Math.Clamp(step / steps, 0, 1) : 0);

    /// <summary>A node is done. One that did not run, because its result is cached, does not count.</summary>
    public void Finish(string id) => Set(id, 1);

    private void Set(string id, double share)
    {
        if (_shares.TryGetValue(id, out var before) && !double.IsNaN(share))
        {
            _shares[id] = share;
            _sum += share - before;
            // Rounded, so that the sum of many small numbers cannot end just below or above 1.
            _value = Math.Max(_value, Math.Min(1, Math.Round(_sum / _shares.Count, 9)));
        }
    }
}
