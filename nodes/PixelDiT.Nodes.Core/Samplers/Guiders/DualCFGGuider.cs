using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Guiders;

/// <summary>Guidance by two conditionings and a negative one.</summary>
[Node("DualCFGGuider", Title = "Dual CFG Guider", Category = "model/sampling/guiders", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Guides from the negative conditioning to the second one, and from there to the first: up to three passes of the network a step.",
    SearchAliases = ["dual prompt guidance"])]
[Output("GUIDER")]
public sealed class DualCFGGuider : Node
{
    private const string Nested = "nested";

    /// <summary>The model.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>What the picture shall show.</summary>
    [Input("CONDITIONING", Name = "cond1")]
    public required Conditioning Cond1 { get; set; }

    /// <summary>What it shall show as well, and what the first is weighed against.</summary>
    [Input("CONDITIONING", Name = "cond2")]
    public required Conditioning Cond2 { get; set; }

    /// <summary>What it shall not show.</summary>
    [Input("CONDITIONING")]
    public required Conditioning Negative { get; set; }

    /// <summary>Guidance scale from the second conditioning to the first.</summary>
    [FloatInput(Default = 8.0, Min = 0.0, Max = 100.0, Step = 0.1, Round = 0.01)]
    public double CfgConds { get; set; } = 8.0;

    /// <summary>Guidance scale from the negative conditioning to the second.</summary>
    [FloatInput(Name = "cfg_cond2_negative", Default = 8.0, Min = 0.0, Max = 100.0, Step = 0.1, Round = 0.01)]
    public double CfgCond2Negative { get; set; } = 8.0;

    /// <summary>Regular adds both differences; nested applies the second scale to the result of the first.</summary>
    [ComboInput("regular", Nested)]
    public required string Style { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(new Guider(Model, new DualCfgGuidance
    {
        Positive = Cond1.Entries,
        Middle = Cond2.Entries,
        Negative = Negative.Entries,
        PositiveCfg = CfgConds,
        MiddleCfg = CfgCond2Negative,
        Style = Style == Nested ? DualCfgStyle.Nested : DualCfgStyle.Regular,
    }));
}
