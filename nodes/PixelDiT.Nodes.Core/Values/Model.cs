using PixelDiT.Models;
using PixelDiT.Models.Lora;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Values;

/// <summary>A value of type <c>MODEL</c>: a diffusion network and the way it is sampled.</summary>
/// <remarks>
/// Immutable: nodes that patch a model return a changed copy, and copies share the network. The weights belong to the model store; a value of this type
/// keeps nothing in memory.
/// </remarks>
public sealed record Model
{
    /// <summary>The network; loaded when it is first used.</summary>
    public required ModelHandle<PixelDiTNetwork> Network { get; init; }

    /// <summary>Its time axis. Default: that of the text-to-image PixelDiT, with flow shift 4; loaders give each network its own.</summary>
    public ModelSamplingFlow Sampling { get; init; } = new();

    /// <summary>What model nodes changed about guidance. Default: nothing.</summary>
    public GuidancePatches Patches { get; init; } = GuidancePatches.None;

    /// <summary>LoRAs that change it, in the order in which they are applied; the same one may be there several times. Default: none.</summary>
    public IReadOnlyList<LoraUse> Loras { get; init; } = [];

    /// <summary>The same model with another flow shift.</summary>
    /// <param name="shift">The shift, above 0.</param>
    /// <exception cref="SamplingSettingException">It is not a positive finite number.</exception>
    public Model WithShift(double shift) => this with { Sampling = new ModelSamplingFlow(shift, Sampling.Multiplier) };

    /// <summary>Brings the weights into memory and keeps them there until the result is disposed: what every sampling node starts with.</summary>
    /// <exception cref="Models.Checkpoints.CheckpointException">The file cannot be used, or a LoRA not with it.</exception>
    /// <exception cref="FileNotFoundException">The file is gone.</exception>
    public OpenModel Open()
    {
        var network = Network.Rent();
        try
        {
            var config = network.Model.Config;
            var loras = LoraStack.Open(Loras, LoraTargets.OfNetwork(config.Parameters()), network.Model.Device);
            return new OpenModel(PixelDiTFlowModel.For(network.Model, loras.Adapters), config.Channels, config.PatchSize, network, loras);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
