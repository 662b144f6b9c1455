using System.Text.Json.Nodes;

namespace PixelDiT.Conformance.Nodes.Tests.Support;

/// <summary>
/// Prompts in short: one node a line, <c>id class {inputs}</c>, the inputs as JSON. <c>8x8</c> among them stands for height 8, width 8 and one image.
/// </summary>
internal static class PromptText
{
    public static JsonObject Parse(string text)
    {
        var prompt = new JsonObject();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            prompt.Add(parts[0], new JsonObject
            {
                ["class_type"] = parts[1],
                ["inputs"] = JsonNode.Parse(parts[2].Replace("8x8", """ "height": 8, "width": 8, "batch_size": 1 """)),
            });
        }

        return prompt;
    }
}
