using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Execution;

/// <summary>What a job fills into hidden inputs (protocol §6.7).</summary>
internal sealed class HiddenValues(ExecutionRequest request, JobGraph graph)
{
    private JsonObject? _prompt;

    public object? Get(JobNode node, HiddenInput kind) => kind switch
    {
        HiddenInput.UniqueId => node.Id,
        HiddenInput.DynamicPrompt => graph,
        HiddenInput.ExtraPngInfo => request.ExtraPngInfo,
        HiddenInput.Prompt => _prompt ??= PromptWithFingerprints(),
        HiddenInput.AuthToken => request.AuthToken,
        HiddenInput.ApiKey => request.ApiKey,
        HiddenInput.UsageSource => request.UsageSource,
        _ => throw new InvalidOperationException($"Nothing is known to fill a hidden input of kind {kind} with."),
    };

    // The stored prompt is read by others meanwhile: fingerprints go into a copy.
    private JsonObject PromptWithFingerprints()
    {
        var marked = graph.Submitted.Where(n => n.HasFingerprint).ToList();
        if (marked.Count == 0)
        {
            return request.Prompt.Json;
        }

        var copy = (JsonObject)request.Prompt.Json.DeepClone();
        foreach (var node in marked)
        {
            if (copy[node.Id] is JsonObject entry)
            {
                entry["is_changed"] = new JsonArray(node.Fingerprint is null or bool or string or long or int or double
                    ? JsonValues.FromPlain(node.Fingerprint) : PythonText.Str(node.Fingerprint));
            }
        }

        return copy;
    }
}
