using System.Text.Json.Nodes;

namespace PixelDiT.Tests.Replay;

/// <summary>
/// Compares the steps of a socket with recorded ones. Which of several independent nodes goes first is not fixed (README of the recordings); everything
/// else is: the steps of a node among themselves, those of the job around them, and a node after those it is linked to.
/// </summary>
/// <param name="values">The recording's placeholders.</param>
/// <param name="graphs">The submitted graphs by prompt id.</param>
internal sealed class MessageOrder(Placeholders values, IReadOnlyDictionary<string, JsonObject> graphs)
{
    /// <summary>What differs, one line each.</summary>
    public IEnumerable<string> Compare(IReadOnlyList<MessageStep> recorded, IReadOnlyList<MessageStep> actual)
    {
        var expected = recorded.Select(Filled).ToList();
        // The job's own steps, the connection's among them, are in one order.
        foreach (var difference in CompareLane("job", Lane(expected, null, null), Lane(actual, null, null)))
        {
            yield return difference;
        }

        foreach (var (prompt, node) in expected.Concat(actual).Where(s => s.Node is not null).Select(s => (s.PromptId, s.Node)).Distinct())
        {
            foreach (var difference in CompareLane($"node {node}", Lane(expected, prompt, node), Lane(actual, prompt, node)))
            {
                yield return difference;
            }
        }

        foreach (var prompt in actual.Where(s => s.Node is not null).Select(s => s.PromptId).Distinct())
        {
            var steps = actual.Where(s => s.PromptId == prompt).ToList();
            var begin = steps.FindIndex(s => s.Kind == "execution_cached");
            var end = steps.FindIndex(s => s.Kind is "execution_success" or "execution_interrupted" || (s.Kind == "execution_error" && (string?)s.Content["exception_type"] != "ExecutionBlocked"));
            if (steps.Where((s, i) => s.Node is not null && (i < begin || (end >= 0 && i > end))).FirstOrDefault() is { } outside)
            {
                yield return $"'{outside}' comes before or after the job";
            }

            foreach (var difference in CompareLinks([.. expected.Where(s => s.PromptId == prompt)], steps, graphs.GetValueOrDefault(prompt ?? "")))
            {
                yield return difference;
            }
        }
    }

    private MessageStep Filled(MessageStep step) => step with { PromptId = step.PromptId is null ? null : values.Fill(step.PromptId) };

    private static List<MessageStep> Lane(IEnumerable<MessageStep> steps, string? prompt, string? node) =>
        [.. steps.Where(s => s.Node == node && (node is null || s.PromptId == prompt))];

    private IEnumerable<string> CompareLane(string lane, List<MessageStep> recorded, List<MessageStep> actual)
    {
        if (!recorded.Select(s => s.Kind).SequenceEqual(actual.Select(s => s.Kind)))
        {
            yield return $"{lane}: [{string.Join(", ", actual.Select(s => s.Kind))}] instead of [{string.Join(", ", recorded.Select(s => s.Kind))}]";
            yield break;
        }

        foreach (var (r, a) in recorded.Zip(actual))
        {
            if (values.Difference(ContentOf(r), a.Content) is { } difference)
            {
                yield return $"{lane}, {r.Kind}: {difference}";
            }
        }
    }

    private static JsonNode ContentOf(MessageStep step) => step.Content["header"] is JsonObject header
        ? new JsonObject { ["header"] = new JsonObject(header.Where(h => h.Key is "event" or "metadata" or "image_type").Select(h => KeyValuePair.Create(h.Key, h.Value?.DeepClone()))) }
        : step.Content;

    // If the source was finished before its consumer began, it must be so again.
    private static IEnumerable<string> CompareLinks(List<MessageStep> recorded, List<MessageStep> actual, JsonObject? graph) =>
        from node in graph ?? []
        from input in node.Value!["inputs"] as JsonObject ?? []
        where input.Value is JsonArray { Count: 2 } link && link[0]?.GetValueKind() == System.Text.Json.JsonValueKind.String
        let source = (string)input.Value![0]!
        where IsAfter(recorded, source, node.Key) && !IsAfter(actual, source, node.Key)
        select $"node {node.Key} begins before {source} is finished";

    private static bool IsAfter(List<MessageStep> steps, string source, string consumer)
    {
        var finished = steps.FindIndex(s => s.Node == source && s.Kind == "finished");
        var begins = steps.FindLastIndex(s => s.Node == consumer && s.Kind == "executing");
        return finished >= 0 && begins > finished;
    }
}
