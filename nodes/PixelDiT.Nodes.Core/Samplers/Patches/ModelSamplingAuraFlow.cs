using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Samplers.Patches;

/// <summary>The same model with another flow shift, with the default of another model family.</summary>
/// <remarks>In ComfyUI this node also makes a model's time run from 0 to 1, in which PixelDiT was not trained; here the model keeps its own.</remarks>
[Node("ModelSamplingAuraFlow", Title = "ModelSamplingAuraFlow", Category = "model/patch", Module = "comfy_extras.nodes_model_advanced",
    Description = "Changes the flow shift of a model, as ModelSamplingSD3 does. PixelDiT's own is 4.")]
[Output("MODEL")]
public sealed class ModelSamplingAuraFlow : Node
{
    /// <summary>The model; it is not changed.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>The shift; 0 is accepted by the declaration, as in ComfyUI, but no schedule exists for it.</summary>
    [FloatInput(Default = 1.73, Min = 0.0, Max = 100.0, Step = 0.01)]
    public double Shift { get; set; } = 1.73;

    /// <inheritdoc />
    /// <exception cref="Sampling.SamplingSettingException">The shift is 0.</exception>
    public override NodeResult Run(NodeContext context) => NodeResult.Of(Model.WithShift(Shift));
}
