using System.Text.Json.Nodes;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Validation;

/// <summary>A prompt that may run: its graph with coerced values, and the outputs that passed.</summary>
/// <param name="Graph">The graph; never changed afterwards.</param>
/// <param name="Outputs">Ids of the output nodes to produce, in prompt order.</param>
/// <param name="Json">The prompt as history and image metadata show it: as submitted, with coerced values written back.</param>
public sealed record ValidatedPrompt(PromptGraph Graph, IReadOnlyList<string> Outputs, JsonObject Json);
