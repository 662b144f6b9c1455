using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.PixelDiT.Sampling;

/// <summary>The same model, guided only on a part of the way; elsewhere the positive conditioning is followed as it is.</summary>
/// <remarks>As PixelDiT's authors have it: low &lt; σ &lt; high, both ends left out. Nothing lies above noise level 1, so a high of 1 is no limit.</remarks>
[Node("PixelDiTGuidanceInterval", Title = "PixelDiT Guidance Interval", Category = "PixelDiT",
    Description = "Switches guidance (cfg) off outside an interval, where it costs a second pass of the network and hardly helps. The ends are left out.",
    SearchAliases = ["cfg interval", "limited interval guidance", "guidance range"])]
[Output("MODEL", Tooltip = "The model with guidance in the interval only.")]
public sealed class PixelDiTGuidanceInterval : Node, IValidatesInputs
{
    private const string Percent = "percent";
    private const string Sigma = "sigma";

    /// <summary>The model; it is not changed.</summary>
    [Input("MODEL", Tooltip = "The model; it is not changed.")]
    public required Model Model { get; set; }

    /// <summary>What the ends are.</summary>
    [ComboInput(Percent, Sigma, Default = Percent,
        Tooltip = "What low and high are: shares of the way from noise (0) to image (1), or noise levels, which run from 1 (noise) to 0 (image).")]
    public string Unit { get; set; } = Percent;

    /// <summary>The lower end: where guidance begins as a share of the way, or ends as a noise level.</summary>
    [FloatInput(Default = 0.0, Min = 0.0, Max = 1.0, Step = 0.001, Tooltip = "The smaller end; 0 is no limit.")]
    public double Low { get; set; }

    /// <summary>The upper end: where guidance ends as a share of the way, or begins as a noise level.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 1.0, Step = 0.001, Tooltip = "The larger end; 1 is no limit.")]
    public double High { get; set; } = 1.0;

    /// <inheritdoc />
    public IReadOnlyList<string> ValidatedInputs => ["high"];

    /// <inheritdoc />
    public string? ValidateInputs(ReceivedInputs inputs) =>
        High is not (>= 0.0 and <= 1.0) ? $"high is {High}; expected a number from 0 to 1."
        : Low >= High ? $"low ({Low}) is not below high ({High}): the interval would hold nothing."
        : null;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The interval holds nothing.</exception>
    public override NodeResult Run(NodeContext context)
    {
        if (Low >= High)
        {
            throw new SamplingSettingException("low", Low, $"a number below high, which is {High}");
        }
        var axis = Model.Sampling;
        var (low, high) = Unit == Sigma ? (Low, High) : (axis.PercentToSigma(High), axis.PercentToSigma(Low));
        var interval = new GuidanceInterval(low, high >= 1.0 ? double.PositiveInfinity : high);
        return NodeResult.Of(Model with { Patches = Model.Patches with { Interval = interval } });
    }
}
