using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;
using PixelDiT.Models.Gemma2;
using PixelDiT.Models.Lora;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Nodes.Core.Hosting;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Loaders;

/// <summary>The files of <c>models/loras</c>, and putting them on models.</summary>
internal sealed partial class LoraFiles() : ModelFiles(Folder)
{
    private const string Folder = "loras";

    /// <summary>Changes with the file's content, as far as its length and time of writing tell; null when there is no such file.</summary>
    public static string? Stamp(NodeServices services, string name) => services.Get<FolderPaths>().FindModel(Folder, name) is { } path
        ? $"{new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path).Ticks}" : null;

    /// <summary>
    /// Adds a LoRA to a model and a text encoder. Tensors of the file that neither has a layer for are named in the log and shown at the node. With all strengths
    /// 0 nothing is read and nothing changes.
    /// </summary>
    /// <returns>The changed values, and what is to be shown or null.</returns>
    /// <exception cref="LoraMismatchException">The file was made for another model.</exception>
    /// <exception cref="Models.Checkpoints.CheckpointException">The file is damaged or no LoRA, or does not fit the model's shapes.</exception>
    public static (Model Model, Clip? Clip, JsonObject? Ui) Apply(NodeContext context, string name, Model model, double modelStrength, Clip? clip, double clipStrength)
    {
        if (modelStrength == 0 && clipStrength == 0)
        {
            return (model, clip, null);
        }
        var file = context.Services.Get<ModelStore>().Lora(Require(context.Services, Folder, name));
        // Here and not in a sampler: the node that names the file says what is wrong with it.
        var report = Check(file, model, clip);
        var changedModel = modelStrength == 0 ? model : model with { Loras = [.. model.Loras, new LoraUse(file, modelStrength)] };
        var changedClip = clip is null || clipStrength == 0 ? clip : clip with { Loras = [.. clip.Loras, new LoraUse(file, clipStrength)] };
        if (report.Matched == report.Total)
        {
            return (changedModel, changedClip, null);
        }
        LogPartlyUsed(context.Logger, report);
        return (changedModel, changedClip, new JsonObject { ["text"] = new JsonArray(report.ToString()) });
    }

    private static LoraReport Check(Models.ModelHandle<LoraFile> file, Model model, Clip? clip)
    {
        using var lora = file.Rent();
        var network = lora.Model.Match(LoraTargets.OfNetwork(PixelDiTCheckpoint.Check(model.Network.Path).Parameters()));
        var text = clip is null ? null : lora.Model.Match(LoraTargets.OfTextEncoder(Gemma2Encoder.Check(clip.Encoder.Path).Parameters()));
        return LoraReport.Of(network, text);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "LoRA {Report}")]
    private static partial void LogPartlyUsed(ILogger logger, LoraReport report);
}
