using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// One path W of Brownian motion on an interval, W = 0 at its lower end, for every element of a latent. The path is a function of the
/// seed: whatever is asked of it and in whatever order, the answers belong together.
/// </summary>
/// <remarks>
/// Lévy's construction: a line to the end point, then on each level a tent over each half of what is there, its height a normal draw of
/// the right variance. A node's draw comes from a seed of its own, hashed from the path's seed and the node's number, so that no node has
/// to be stored. With L the length of a node's interval:
/// <code>
/// W(t) = √T·u·Z₁ + Σ_levels ½√L·tent(t)·Z_node
/// </code>
/// The levels end at 2⁻²⁰ of the interval, below which the path is straight; torchsde stops at 10⁻⁶ too.
/// </remarks>
internal sealed class BrownianPath : IDisposable
{
    private const int Levels = 20;

    // A solver's steps share their ends, and a two-stage solver comes back to a step's start.
    private const int Remembered = 3;

    private readonly double _low;
    private readonly double _length;
    private readonly long[] _shape;
    private readonly Device _device;
    private readonly ulong _seed;
    private readonly Generator _generator;
    private readonly List<(double Time, Tensor Value)> _recent = [];

    /// <summary>Describes a path.</summary>
    /// <param name="low">Lower end of the interval.</param>
    /// <param name="high">Upper end, above the lower one.</param>
    /// <param name="shape">Shape of the values.</param>
    /// <param name="device">Where the draws are made; another kind of device is another path.</param>
    /// <param name="seed">The path's seed.</param>
    public BrownianPath(double low, double high, IReadOnlyList<long> shape, Device device, ulong seed)
    {
        (_low, _length, _shape, _device, _seed) = (low, high - low, [.. shape], device, seed);
        _generator = new Generator(seed, device);
    }

    /// <summary>W(to) - W(from), normal with variance |to - from|.</summary>
    /// <param name="from">A time; outside the interval it counts as the nearer end.</param>
    /// <param name="to">A time; outside the interval it counts as the nearer end.</param>
    /// <returns>A new tensor on the path's device in the caller's dispose scope.</returns>
    public Tensor Increment(double from, double to) => At(to) - At(from);

    /// <summary>Frees what was remembered.</summary>
    public void Dispose()
    {
        _recent.ForEach(r => r.Value.Dispose());
        _recent.Clear();
        _generator.Dispose();
    }

    /// <summary>W(time), owned by the path: what was asked last is remembered.</summary>
    private Tensor At(double time)
    {
        time = Math.Clamp(time, _low, _low + _length);
        var known = _recent.FindIndex(r => r.Time == time);
        var value = known < 0 ? Compute(time) : _recent[known].Value;
        if (known >= 0)
        {
            _recent.RemoveAt(known);
        }
        _recent.Insert(0, (time, value));
        if (_recent.Count > Remembered)
        {
            _recent[^1].Value.Dispose();
            _recent.RemoveAt(_recent.Count - 1);
        }
        return value;
    }

    private Tensor Compute(double time)
    {
        using var scope = NewDisposeScope();
        var u = (time - _low) / _length;
        var length = _length;
        var sum = Draw(0) * (Math.Sqrt(length) * u);
        // Nodes are numbered as in a heap: the root is 1, the halves of node n are 2n and 2n + 1.
        var node = 1UL;
        for (var level = 0; level < Levels; level++)
        {
            var tent = 1.0 - Math.Abs((2.0 * u) - 1.0);
            if (tent == 0.0)
            {
                break;
            }
            sum.add_(Draw(node) * (0.5 * Math.Sqrt(length) * tent));
            var upper = u >= 0.5;
            (u, node) = ((2.0 * u) - (upper ? 1.0 : 0.0), (2 * node) + (upper ? 1UL : 0UL));
            length /= 2.0;
        }
        return sum.DetachFromDisposeScope();
    }

    private Tensor Draw(ulong node)
    {
        _generator.manual_seed(unchecked((long)Mix(_seed + Mix(node))));
        return randn(_shape, ScalarType.Float32, _device, generator: _generator);
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014, fig. 17).</summary>
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9e3779b97f4a7c15;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            return z ^ (z >> 31);
        }
    }
}
