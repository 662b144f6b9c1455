using System.Text.Json.Nodes;

namespace PixelDiT.Server.Jobs;

/// <summary>What a job's <c>extra_data</c> says to the server itself (protocol §2.1). Clients put anything there: what is not as it should be is absent.</summary>
/// <param name="ClientId">Whose socket hears of the job.</param>
/// <param name="PngInfo"><c>extra_pnginfo</c>.</param>
/// <param name="UsageSource"><c>comfy_usage_source</c>.</param>
/// <param name="WorkflowId"><c>extra_pnginfo.workflow.id</c>.</param>
/// <param name="PreviewsWanted">What <c>preview_method</c> means; null when it changes nothing.</param>
internal sealed record JobExtras(string? ClientId, JsonObject? PngInfo, string? UsageSource, string? WorkflowId, bool? PreviewsWanted)
{
    /// <summary>Reads it.</summary>
    public static JobExtras Of(JsonObject extraData)
    {
        var info = extraData["extra_pnginfo"] as JsonObject;
        var client = TextOf(extraData["client_id"]);
        return new JobExtras(
            string.IsNullOrEmpty(client) ? null : client,
            info,
            TextOf(extraData["comfy_usage_source"]),
            // Clients send null, or something else, where the editor's workflow would be (protocol §12 row 20): then there is no id.
            info?["workflow"] is JsonObject workflow ? TextOf(workflow["id"]) : null,
            // A pixel-space model has no latents to decode: every method but "none" shows the image itself. Unknown words change nothing.
            TextOf(extraData["preview_method"]) switch
            {
                "none" => false,
                "auto" or "latent2rgb" or "taesd" => true,
                _ => null,
            });
    }

    /// <summary>The job with what it says.</summary>
    public Job ApplyTo(Job job, bool previewsByDefault) => job with
    {
        ClientId = ClientId,
        ExtraPngInfo = PngInfo,
        UsageSource = UsageSource,
        WorkflowId = WorkflowId,
        PreviewsWanted = PreviewsWanted ?? previewsByDefault,
    };

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
