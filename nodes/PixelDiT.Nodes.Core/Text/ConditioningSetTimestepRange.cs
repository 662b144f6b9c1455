using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Samplers;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Text;

/// <summary>A conditioning that acts only during a part of the way from noise to picture.</summary>
[Node("ConditioningSetTimestepRange", Title = "ConditioningSetTimestepRange", Category = "model/conditioning/transform", Module = "nodes",
    Description = "Lets a conditioning act only between two points of the way from noise (0) to picture (1).", SearchAliases = ["prompt scheduling"])]
[Output("CONDITIONING")]
public sealed class ConditioningSetTimestepRange : Node, IValidatesInputs
{
    /// <summary>The conditioning; it is not changed.</summary>
    [Input("CONDITIONING")]
    public required Conditioning Conditioning { get; set; }

    /// <summary>Where it begins to act, as a share of the way.</summary>
    [FloatInput(Default = 0.0, Min = 0.0, Max = 1.0, Step = 0.001)]
    public double Start { get; set; }

    /// <summary>Where it stops.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 1.0, Step = 0.001)]
    public double End { get; set; } = 1.0;

    private PercentRange Range => new("start", Start, "end", End);

    /// <inheritdoc />
    public IReadOnlyList<string> ValidatedInputs => ["end"];

    /// <inheritdoc />
    public string? ValidateInputs(ReceivedInputs inputs) => Range.Fault();

    /// <inheritdoc />
    /// <exception cref="Sampling.SamplingSettingException">The range ends before it starts.</exception>
    public override NodeResult Run(NodeContext context)
    {
        Range.Require();
        return NodeResult.Of(new Conditioning([.. Conditioning.Entries.Select(e => e with { StartPercent = Start, EndPercent = End })]));
    }
}
