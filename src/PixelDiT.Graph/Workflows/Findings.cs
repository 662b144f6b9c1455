using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Workflows;

/// <summary>Where something was found: enough to recognize the node in the editor.</summary>
/// <param name="NodeId">The id in API form; inside a definition that is not placed yet, the id as written.</param>
/// <param name="ClassType">Its class, or the name of its subgraph.</param>
/// <param name="Title">Its title when renamed.</param>
/// <param name="Subgraphs">Names of the subgraphs around it, from outside in; empty at the top.</param>
internal sealed record Place(string NodeId, string? ClassType, string? Title, IReadOnlyList<string> Subgraphs)
{
    // A hostile nesting would make every message as long as it is deep.
    private const int MostNames = 4;

    public override string ToString()
    {
        var name = ClassType is null ? "" : Title is null || Title == ClassType ? $" ({Shown.Name(ClassType)})" : $" ({Shown.Name(ClassType)} '{Shown.Name(Title)}')";
        return $"node {Shown.Name(NodeId)}{name}{Inside}";
    }

    public string Path => string.Join(" / ", Subgraphs.Count <= MostNames ? Subgraphs.Select(Shown.Name) : [.. Subgraphs.Take(MostNames - 1).Select(Shown.Name), "…", Shown.Name(Subgraphs[^1])]);

    private string Inside => Subgraphs.Count == 0 ? "" : $" in subgraph '{Path}'";
}

/// <summary>Texts of a stranger's file, cut to fit into a message.</summary>
internal static class Shown
{
    public static string Name(string text) => text.Length <= 80 ? text : $"{text[..Whole(text, 77)]}…";

    public static string Value(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray list => $"a list of {list.Count}",
        JsonObject => "an object",
        _ when value.GetValueKind() == JsonValueKind.String => $"\"{Name(value.GetValue<string>())}\"",
        _ => Name(value.ToJsonString()),
    };

    // No half of a surrogate pair may be left at the end: it could never be sent.
    private static int Whole(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}

/// <summary>Collects errors and notices; bounded, since a hostile file can hold as many faults as characters.</summary>
internal sealed class Findings
{
    private const int Most = 100;

    private readonly List<(PromptError Error, Place? Place)> _errors = [];
    private readonly List<ConversionNotice> _notices = [];
    private int _dropped;

    public bool HasErrors => _errors.Count > 0;

    /// <summary>Adds an error.</summary>
    /// <param name="type">One of <see cref="WorkflowErrorTypes"/>.</param>
    /// <param name="message">What is wrong, the same for all errors of a kind.</param>
    /// <param name="details">What was found and what would be right; the node is put in front.</param>
    /// <param name="place">The node, if any.</param>
    /// <param name="placed">True when the place's id is that of the API form.</param>
    /// <param name="input">The widget or input, if any.</param>
    /// <param name="received">The offending value, if any.</param>
    public void Error(string type, string message, string details, Place? place = null, bool placed = true, string? input = null, JsonNode? received = null)
    {
        if (_errors.Count >= Most)
        {
            _dropped++;
            return;
        }

        var extra = new JsonObject();
        if (place is not null)
        {
            extra["node_id"] = Shown.Name(place.NodeId);
            extra["class_type"] = place.ClassType is null ? null : Shown.Name(place.ClassType);
            extra["node_title"] = place.Title is null ? null : Shown.Name(place.Title);
            extra["subgraph"] = place.Subgraphs.Count == 0 ? null : place.Path;
        }

        if (input is not null)
        {
            extra["input_name"] = Shown.Name(input);
            if (received is not null)
            {
                extra["received_value"] = received is JsonValue && received.GetValueKind() != JsonValueKind.String ? received.DeepClone() : Shown.Value(received);
            }
        }

        _errors.Add((new PromptError(type, message, place is null ? details : $"{place}: {details}", extra), placed ? place : null));
    }

    /// <summary>False when further notices would be dropped; finding the words for them can be work.</summary>
    public bool TakesNotices => _notices.Count < Most;

    public void Notice(Place? place, string message)
    {
        if (TakesNotices)
        {
            _notices.Add(new ConversionNotice(place?.NodeId, place is null ? message : $"{place}: {message}"));
        }
    }

    public ConversionResult Result(JsonObject? prompt)
    {
        if (!HasErrors)
        {
            return new ConversionResult { Prompt = prompt, Notices = _notices };
        }

        var lines = _errors.Select(e => e.Error.Details).ToList();
        if (_dropped > 0)
        {
            lines.Add($"and {_dropped} more");
        }

        var extra = new JsonObject { ["error_count"] = _errors.Count + _dropped };
        return new ConversionResult
        {
            Error = new PromptError(WorkflowErrorTypes.InvalidWorkflow, "The editor-form workflow cannot be converted", string.Join('\n', lines), extra),
            Errors = [.. _errors.Select(e => e.Error)],
            NodeErrors = _errors.Where(e => e.Place is not null).GroupBy(e => e.Place!.NodeId)
                .ToDictionary(g => g.Key, g => new NodeErrors([.. g.Select(e => e.Error)], [], g.First().Place!.ClassType ?? "")),
            Notices = _notices,
        };
    }
}
