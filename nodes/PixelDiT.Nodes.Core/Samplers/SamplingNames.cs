using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers;

/// <summary>The solvers that can run, in ComfyUI's order, and ours after them.</summary>
internal sealed class SamplerNames : IChoiceSource
{
    /// <inheritdoc />
    public IReadOnlyList<string> GetChoices(NodeServices services) => Sampling.Samplers.Names;
}

/// <summary>The noise schedules, in ComfyUI's order, and ours after them.</summary>
internal sealed class SchedulerNames : IChoiceSource
{
    /// <inheritdoc />
    public IReadOnlyList<string> GetChoices(NodeServices services) => Schedulers.Names;
}
