using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>A schedule by name, on a model's time axis.</summary>
[Node("BasicScheduler", Category = "model/sampling/schedulers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "The noise levels of a named schedule for a model and its flow shift.")]
[Output("SIGMAS")]
public sealed class BasicScheduler : Node
{
    /// <summary>The model, for its flow shift.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>The schedule.</summary>
    [ComboInput(Source = typeof(SchedulerNames))]
    public required string Scheduler { get; set; }

    /// <summary>Number of steps; some schedules answer with a few more or fewer.</summary>
    [IntInput(Default = 20, Min = 1, Max = 10000)]
    public int Steps { get; set; } = 20;

    /// <summary>Share of the way that is walked: below 1 the last steps of a longer schedule.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, AboveMin = true, Max = 1.0, Step = 0.01)]
    public double Denoise { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The share is 0, or so small that the whole schedule would be too long.</exception>
    public override NodeResult Run(NodeContext context)
    {
        var sigmas = new Sigmas(Schedulers.Compute(Scheduler, Model.Sampling, Steps, Denoise));
        // Unlike KSampler, this node cuts a schedule that has more steps than were asked for, even where all of the way is walked.
        return NodeResult.Of(sigmas[^Math.Min(Steps + 1, sigmas.Count)..]);
    }
}
