using System.Text.Json.Nodes;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Validation;

/// <summary>The errors that refuse a request as a whole, in ComfyUI's words (protocol §5.2).</summary>
public static class PromptErrors
{
    /// <summary>The request has no <c>prompt</c>.</summary>
    public static PromptError NoPrompt() => new(ErrorTypes.NoPrompt, "No prompt provided", "No prompt provided", []);

    /// <summary>The <c>prompt_id</c> is no UUID in canonical form.</summary>
    public static PromptError InvalidPromptId() => new(
        ErrorTypes.InvalidPromptId, "prompt_id must be a valid UUID",
        "prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one", []);

    /// <summary>The request has wrong JSON types.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="details">Where, and what was found.</param>
    public static PromptError InvalidRequest(string message, string details) => new(ErrorTypes.InvalidRequest, message, details, []);

    internal static PromptError NoClassType(PromptNode node) => new(
        ErrorTypes.MissingNodeType,
        $"Node '{node.Title ?? $"ID #{node.Id}"}' has no class_type. The workflow may be corrupted or a custom node is missing.",
        $"Node ID '#{node.Id}'",
        new JsonObject { ["node_id"] = node.Id, ["class_type"] = null, ["node_title"] = node.Title });

    internal static PromptError UnknownClass(PromptNode node)
    {
        var classType = node.ClassType ?? Values.PythonText.Str(node.ClassTypeFault!.Value);
        return new(
            ErrorTypes.MissingNodeType,
            $"Node '{node.Title ?? classType}' not found. The custom node may not be installed.",
            $"Node ID '#{node.Id}'",
            new JsonObject
            {
                ["node_id"] = node.Id,
                ["class_type"] = node.ClassType ?? node.ClassTypeFault!.Value?.DeepClone(),
                ["node_title"] = node.Title ?? node.ClassType ?? node.ClassTypeFault!.Value?.DeepClone(),
            });
    }

    internal static PromptError NoOutputs() => new(ErrorTypes.PromptNoOutputs, "Prompt has no outputs", "", []);

    internal static PromptError OutputsFailed(IEnumerable<PromptError> ofOutputs) => new(
        ErrorTypes.PromptOutputsFailedValidation, "Prompt outputs failed validation",
        string.Join('\n', ofOutputs.Select(e => $"{e.Message}: {e.Details}")), []);

    internal static PromptError InputsMissing(PromptNode node) => InvalidRequest(
        "A node has no inputs", $"node #{node.Id} ({node.ClassType}) lacks the member 'inputs'; write {{}} when there are none");
}
