using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Patches;

/// <summary>The same model with another guidance scale on a part of the way.</summary>
[Node("CFGOverride", Title = "CFG Override", Category = "model/sampling/guiders", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Another guidance scale between two points of the way from noise (0) to picture (1), both included. Where several overlap, the one "
        + "nearest to the sampler counts. 1 switches guidance off there.")]
[Output("MODEL")]
public sealed class CFGOverride : Node, IValidatesInputs
{
    /// <summary>The model; it is not changed.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>The scale there.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.1, Round = 0.01)]
    public double Cfg { get; set; } = 1.0;

    /// <summary>Where the part begins, as a share of the way.</summary>
    [FloatInput(Default = 0.0, Min = 0.0, Max = 1.0, Step = 0.001)]
    public double StartPercent { get; set; }

    /// <summary>Where it ends.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 1.0, Step = 0.001)]
    public double EndPercent { get; set; } = 1.0;

    private PercentRange Range => new("start_percent", StartPercent, "end_percent", EndPercent);

    /// <inheritdoc />
    public IReadOnlyList<string> ValidatedInputs => ["end_percent"];

    /// <inheritdoc />
    public string? ValidateInputs(ReceivedInputs inputs) => Range.Fault();

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The range ends before it starts.</exception>
    public override NodeResult Run(NodeContext context)
    {
        Range.Require();
        var patch = new CfgOverride(Cfg, Model.Sampling.PercentToSigma(EndPercent), Model.Sampling.PercentToSigma(StartPercent));
        return NodeResult.Of(Model with { Patches = Model.Patches with { Overrides = [.. Model.Patches.Overrides, patch] } });
    }
}
