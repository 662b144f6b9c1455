using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>A schedule with more levels between its own.</summary>
[Node("ExtendIntermediateSigmas", Category = "model/sampling/sigmas", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Puts more levels between those of a schedule, where they lie in a range. PixelDiT's levels run from 1 to 0: set end_at_sigma accordingly.",
    SearchAliases = ["interpolate sigmas"])]
[Output("SIGMAS")]
public sealed class ExtendIntermediateSigmas : Node
{
    /// <summary>The schedule.</summary>
    [Input("SIGMAS")]
    public required Sigmas Sigmas { get; set; }

    /// <summary>Into how many steps a step of the schedule is divided.</summary>
    [IntInput(Default = 2, Min = 1, Max = 100)]
    public int Steps { get; set; } = 2;

    /// <summary>Steps that begin above this level stay as they are; below 0 there is no such limit.</summary>
    [FloatInput(Default = -1.0, Min = -1.0, Max = 20000.0, Step = 0.01, Options = """{"round": false}""")]
    public double StartAtSigma { get; set; } = -1.0;

    /// <summary>Steps that begin below this level stay as they are.</summary>
    [FloatInput(Default = 12.0, Min = 0.0, Max = 20000.0, Step = 0.01, Options = """{"round": false}""")]
    public double EndAtSigma { get; set; } = 12.0;

    /// <summary>How the new levels are spread: evenly, towards the end of the step, or towards its beginning.</summary>
    [ComboInput("linear", "cosine", "sine")]
    public required string Spacing { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        var (highest, lowest) = (StartAtSigma < 0.0 ? float.PositiveInfinity : (float)StartAtSigma, (float)EndAtSigma);
        var levels = new List<double>();
        for (var i = 0; i < Sigmas.Count; i++)
        {
            var sigma = (float)Sigmas[i];
            levels.Add(sigma);
            for (var k = 1; k < Steps && i + 1 < Sigmas.Count && lowest <= sigma && sigma <= highest; k++)
            {
                levels.Add((Position(k / (float)Steps) * ((float)Sigmas[i + 1] - sigma)) + sigma);
            }
        }
        return NodeResult.Of(new Sigmas(levels));
    }

    private float Position(float share) => Spacing switch
    {
        "cosine" => MathF.Sin(share * MathF.PI / 2f),
        "sine" => 1f - MathF.Cos(share * MathF.PI / 2f),
        _ => share,
    };
}
