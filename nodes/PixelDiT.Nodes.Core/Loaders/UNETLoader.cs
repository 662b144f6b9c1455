using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Nodes.Core.Hosting;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Loaders;

/// <summary>A diffusion model from a file of <c>models/diffusion_models</c>.</summary>
[Node("UNETLoader", Title = "Load Diffusion Model", Category = "model/loaders", Module = "nodes",
    Description = "A PixelDiT model, text-to-image or class-conditional. Its weights are read when a sampler first needs them.")]
[Output("MODEL")]
public sealed partial class UNETLoader : Node
{
    internal const string Folder = "diffusion_models";

    /// <summary>The file.</summary>
    [ComboInput(Source = typeof(DiffusionModelFiles))]
    public required string UnetName { get; set; }

    /// <summary>Weights keep the file's type whatever is chosen here; the fp8 choices exist because shared workflows carry them.</summary>
    [ComboInput("default", "fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2", Advanced = true)]
    public string WeightDtype { get; set; } = "default";

    /// <inheritdoc />
    /// <exception cref="CheckpointException">The file is broken or holds another kind of model.</exception>
    public override NodeResult Run(NodeContext context)
    {
        var path = ModelFiles.Require(context.Services, Folder, UnetName);
        // From the header alone: a wrong file is refused here, by the node that names it, and not later by a sampler.
        var config = PixelDiTCheckpoint.Check(path);
        if (WeightDtype != "default")
        {
            LogWeightTypeKept(context.Logger, UnetName, WeightDtype);
        }
        return NodeResult.Of(new Model
        {
            Network = context.Services.Get<ModelStore>().Network(path),
            Sampling = PixelDiTFlowModel.DefaultSampling(config),
        });
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning,
        Message = "{Name} keeps the weight type of its file: converting weights to {WeightDtype} is not supported.")]
    private static partial void LogWeightTypeKept(ILogger logger, string name, string weightDtype);
}

/// <summary>The files of <c>models/diffusion_models</c>.</summary>
internal sealed class DiffusionModelFiles() : ModelFiles(UNETLoader.Folder);
