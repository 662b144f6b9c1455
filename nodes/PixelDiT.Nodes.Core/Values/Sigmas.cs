using System.Collections;

namespace PixelDiT.Nodes.Core.Values;

/// <summary>A value of type <c>SIGMAS</c>: noise levels; n + 1 of them make n steps. Immutable.</summary>
/// <remarks>
/// Nothing is demanded of the numbers here, since nodes put them together piece by piece; a sampler refuses what it cannot walk. A flow's levels run
/// from 1 (noise) to 0 (picture).
/// </remarks>
public sealed class Sigmas : IReadOnlyList<double>
{
    private readonly double[] _values;

    /// <summary>Creates a schedule.</summary>
    /// <param name="values">The levels, in the order in which they are walked; each is rounded to float32, in which ComfyUI keeps them.</param>
    public Sigmas(IEnumerable<double> values) => _values = [.. values.Select(v => (double)(float)v)];

    private Sigmas(double[] values) => _values = values;

    /// <summary>Number of levels: one more than there are steps, or 0.</summary>
    public int Count => _values.Length;

    /// <summary>Number of steps: 0 for fewer than two levels.</summary>
    public int Steps => Math.Max(_values.Length - 1, 0);

    /// <summary>A level.</summary>
    /// <param name="index">Its place, from 0.</param>
    public double this[int index] => _values[index];

    /// <summary>A part of the schedule; ranges (<c>sigmas[2..]</c>) come here.</summary>
    /// <param name="start">First level of the part.</param>
    /// <param name="length">Number of levels.</param>
    public Sigmas Slice(int start, int length) => new(_values.AsSpan(start, length).ToArray());

    /// <inheritdoc />
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
