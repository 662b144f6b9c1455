using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Whether the latents of a batch get noise of their own.</summary>
[Node("LatentBatchSeedBehavior", Category = "model/latent/advanced", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_latent",
    Description = "Gives each latent of a batch noise of its own, or all of them the noise of the first.")]
[Output("LATENT")]
public sealed class LatentBatchSeedBehavior : Node
{
    /// <summary>The batch.</summary>
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    /// <summary><c>random</c>: noise drawn for the whole batch; <c>fixed</c>: that of the first latent for all.</summary>
    [ComboInput("random", "fixed", Default = "fixed")]
    public string SeedBehavior { get; set; } = "fixed";

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(Samples with
    {
        BatchIndex = SeedBehavior == "random" ? null : [.. Enumerable.Repeat(Samples.Indices().FirstOrDefault(), (int)Samples.Samples.shape[0])],
    });
}
