using System.Globalization;
using System.Text.RegularExpressions;
using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>A schedule written down by hand.</summary>
[Node("ManualSigmas", Category = "model/sampling/sigmas", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler", Experimental = true,
    Description = "The levels that the text lists, from noise (1) to picture (0).", SearchAliases = ["custom noise schedule", "define sigmas"])]
[Output("SIGMAS")]
public sealed partial class ManualSigmas : Node
{
    /// <summary>Numbers; whatever stands between them separates them.</summary>
    [StringInput(Default = "1, 0.5", Multiline = false)]
    public string Sigmas { get; set; } = "1, 0.5";

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(new Sigmas(Numbers().Matches(Sigmas).Select(m => double.Parse(m.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture))));

    [GeneratedRegex("[-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}
