using System.Text.Json.Nodes;
using PixelDiT.Graph.Validation;

namespace PixelDiT.App.Run;

/// <summary>What validation found, for people.</summary>
internal static class ErrorText
{
    /// <summary>One line a fault: the request's own, then each node's with its class and title.</summary>
    /// <param name="result">What validation found.</param>
    /// <param name="prompt">The prompt, for titles.</param>
    public static IEnumerable<string> Of(ValidationResult result, JsonObject prompt)
    {
        // "Prompt outputs failed validation" says less than the lines that follow it.
        if (result.Error is { } error && (result.NodeErrors.Count == 0 || error.Type != ErrorTypes.PromptOutputsFailedValidation))
        {
            yield return Line(error);
        }

        foreach (var (id, node) in result.NodeErrors)
        {
            var title = prompt[id] is JsonObject fields && fields["_meta"] is JsonObject meta ? meta["title"]?.ToString() : null;
            var name = title is null || title == node.ClassType ? $"node {id} ({node.ClassType})" : $"node {id} ({node.ClassType}, \"{title}\")";
            foreach (var fault in node.Errors)
            {
                yield return $"{name}: {Line(fault)}";
            }
        }
    }

    private static string Line(PromptError error) => error.Details.Length == 0 ? error.Message : $"{error.Message}: {error.Details}";
}
