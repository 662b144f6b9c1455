using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Samplers.Patches;

/// <summary>The same model with a flow shift that grows with the picture: e^μ, μ linear in the number of 16x16 patches.</summary>
/// <remarks>In ComfyUI this node also makes a model's time run from 0 to 1, in which PixelDiT was not trained; here the model keeps its own.</remarks>
[Node("ModelSamplingFlux", Title = "ModelSamplingFlux", Category = "model/patch/flux", Module = "comfy_extras.nodes_model_advanced",
    Description = "Sets the flow shift of a model by the size of the picture: e^base_shift at 256x256, e^max_shift at 1024x1024.")]
[Output("MODEL")]
public sealed class ModelSamplingFlux : Node
{
    // Patches of the two sizes at which the exponent is given: 256x256 and 1024x1024 pixels.
    private const double SmallPatches = 256.0;
    private const double LargePatches = 4096.0;
    private const double PixelsPerPatch = 16 * 16;

    /// <summary>The model; it is not changed.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>μ at 1024x1024.</summary>
    [FloatInput(Default = 1.15, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true)]
    public double MaxShift { get; set; } = 1.15;

    /// <summary>μ at 256x256.</summary>
    [FloatInput(Default = 0.5, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true)]
    public double BaseShift { get; set; } = 0.5;

    /// <summary>Width of the picture in pixels.</summary>
    [IntInput(Default = 1024, Min = 16, Max = 16384, Step = 8)]
    public int Width { get; set; } = 1024;

    /// <summary>Height of the picture in pixels.</summary>
    [IntInput(Default = 1024, Min = 16, Max = 16384, Step = 8)]
    public int Height { get; set; } = 1024;

    /// <inheritdoc />
    /// <exception cref="Sampling.SamplingSettingException">The shift is beyond all numbers.</exception>
    public override NodeResult Run(NodeContext context)
    {
        var patches = (double)Width * Height / PixelsPerPatch;
        var slope = (MaxShift - BaseShift) / (LargePatches - SmallPatches);
        return NodeResult.Of(Model.WithShift(Math.Exp(BaseShift + (slope * (patches - SmallPatches)))));
    }
}
