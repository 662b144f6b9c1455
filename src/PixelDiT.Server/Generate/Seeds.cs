using System.Text.Json;

namespace PixelDiT.Server.Generate;

/// <summary>The seeds of a job: what has to be said again to make the same image.</summary>
internal static class Seeds
{
    /// <summary>Every constant of a graph that is called <c>seed</c> or <c>noise_seed</c>, in the order of the graph.</summary>
    /// <param name="promptJson">The graph in API form.</param>
    /// <returns>Node and input as <c>44:42.seed</c>, and the number as it is written.</returns>
    public static IReadOnlyList<(string Input, string Seed)> Of(ReadOnlyMemory<byte> promptJson)
    {
        using var document = JsonDocument.Parse(promptJson, new JsonDocumentOptions { MaxDepth = Http.JsonBody.MaxDepth });
        return
        [
            .. from node in document.RootElement.EnumerateObject()
               where node.Value.ValueKind == JsonValueKind.Object && node.Value.TryGetProperty("inputs", out var inputs) && inputs.ValueKind == JsonValueKind.Object
               from input in node.Value.GetProperty("inputs").EnumerateObject()
               where input.Name is "seed" or "noise_seed" && input.Value.ValueKind == JsonValueKind.Number
               select ($"{node.Name}.{input.Name}", input.Value.GetRawText()),
        ];
    }
}
