using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Samplers.Patches;

/// <summary>The same model with another flow shift.</summary>
[Node("ModelSamplingSD3", Title = "ModelSamplingSD3", Category = "model/patch/stable diffusion", Module = "comfy_extras.nodes_model_advanced",
    Description = "Changes the flow shift of a model: larger values spend more steps on the layout of the picture. PixelDiT's own is 4.")]
[Output("MODEL")]
public sealed class ModelSamplingSD3 : Node
{
    /// <summary>The model; it is not changed.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>The shift; 0 is accepted by the declaration, as in ComfyUI, but no schedule exists for it.</summary>
    [FloatInput(Default = 3.0, Min = 0.0, Max = 100.0, Step = 0.01)]
    public double Shift { get; set; } = 3.0;

    /// <inheritdoc />
    /// <exception cref="Sampling.SamplingSettingException">The shift is 0.</exception>
    public override NodeResult Run(NodeContext context) => NodeResult.Of(Model.WithShift(Shift));
}
