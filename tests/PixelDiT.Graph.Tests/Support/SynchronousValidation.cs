using System.Text.Json.Nodes;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Support;

/// <summary>Waits for validation, so that tests read from top to bottom.</summary>
internal static class SynchronousValidation
{
    public static ValidationResult Validate(this PromptValidator validator, JsonNode? prompt, IReadOnlyList<string>? targets = null) =>
        validator.ValidateAsync(prompt, targets).GetAwaiter().GetResult();
}
