using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Replacements;

/// <summary>Rewrites nodes whose class is not installed but has a successor that is (protocol §2.9).</summary>
internal sealed class NodeReplacer
{
    private readonly ILogger<NodeReplacer> _logger;
    private readonly Dictionary<string, NodeReplacement> _usable;

    public NodeReplacer(ServerParts parts, ILogger<NodeReplacer> logger)
    {
        _logger = logger;
        All = parts.Services.Find<NodeReplacements>()?.All ?? [];
        // Only the first for a class counts, and only where its new class is installed.
        _usable = All.GroupBy(r => r.OldClass).Select(g => g.First())
            .Where(r => parts.Registry.Find(r.OldClass) is null && parts.Registry.Find(r.NewClass) is not null)
            .ToDictionary(r => r.OldClass);
    }

    /// <summary>What packs offer, usable or not.</summary>
    public IReadOnlyList<NodeReplacement> All { get; }

    /// <summary>Rewrites what can be rewritten, in place. A prompt that is malformed is left to the validator.</summary>
    public void Apply(JsonObject prompt)
    {
        if (_usable.Count == 0)
        {
            return;
        }

        foreach (var (id, node) in prompt)
        {
            if (ClassOf(node) is { } oldClass && _usable.TryGetValue(oldClass, out var replacement)
                && node!["inputs"] is JsonObject inputs)
            {
                node["class_type"] = replacement.NewClass;
                node["inputs"] = Rebuild(inputs, replacement);
                MoveLinks(prompt, id, replacement);
                HttpLog.NodeReplaced(_logger, id, oldClass, replacement.NewClass);
            }
        }
    }

    private static JsonObject Rebuild(JsonObject old, NodeReplacement replacement)
    {
        var inputs = new JsonObject();
        foreach (var input in replacement.Inputs ?? [])
        {
            if (input.OldName is null)
            {
                inputs[input.NewName] = input.Value?.DeepClone();
            }
            else if (old.TryGetPropertyValue(input.OldName, out var value))
            {
                inputs[input.NewName] = value?.DeepClone();
            }
        }

        return inputs;
    }

    private static void MoveLinks(JsonObject prompt, string source, NodeReplacement replacement)
    {
        if (replacement.Outputs is not { Count: > 0 } outputs)
        {
            return;
        }

        foreach (var consumer in prompt.Select(n => n.Value).OfType<JsonObject>())
        {
            foreach (var value in (consumer["inputs"] as JsonObject ?? []).Select(i => i.Value))
            {
                if (value is JsonArray { Count: 2 } link && link[0] is JsonValue from && from.TryGetValue<string>(out var id) && id == source
                    && link[1] is JsonValue number && number.TryGetValue<int>(out var slot) && outputs.FirstOrDefault(o => o.OldSlot == slot) is { } output)
                {
                    link[1] = output.NewSlot;
                }
            }
        }
    }

    private static string? ClassOf(JsonNode? node) =>
        node is JsonObject fields && fields["class_type"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
