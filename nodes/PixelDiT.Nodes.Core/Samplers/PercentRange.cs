using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers;

/// <summary>A part of the way from noise (0) to picture (1), as two inputs of a node give it.</summary>
/// <param name="StartName">Name of the input with the beginning.</param>
/// <param name="Start">The beginning.</param>
/// <param name="EndName">Name of the input with the end.</param>
/// <param name="End">The end.</param>
internal readonly record struct PercentRange(string StartName, double Start, string EndName, double End)
{
    /// <summary>What is wrong with the range; null for nothing. A node that judges its end input with this also takes over the check of that input's limits.</summary>
    public string? Fault() =>
        End is not (>= 0.0 and <= 1.0) ? $"{EndName} is {End}; expected a number from 0 to 1."
        : Start > End ? $"{StartName} ({Start}) is behind {EndName} ({End}): the range would hold nothing. Give a start that is not above the end."
        : null;

    /// <summary>Refuses a range that came through links.</summary>
    /// <exception cref="SamplingSettingException">It ends before it starts.</exception>
    public void Require()
    {
        if (Start > End)
        {
            throw new SamplingSettingException(StartName, Start, $"at most {EndName}, which is {End}");
        }
    }
}
