using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.PixelDiT;

/// <summary>What a node has to say beside its outputs: lines that clients show and history keeps. Warnings go into the log, too.</summary>
/// <param name="logger">The node's log.</param>
internal sealed partial class NodeNotes(ILogger logger)
{
    private readonly List<string> _lines = [];

    /// <summary>A line of information.</summary>
    public void Say(string line) => _lines.Add(line);

    /// <summary>A line that tells what was done otherwise than one would expect.</summary>
    public void Warn(string line)
    {
        _lines.Add($"Warning: {line}");
        LogWarning(logger, line);
    }

    /// <summary>A result with the lines as <c>{"text": [lines]}</c> beside what it shows already; as it is when there is nothing to say.</summary>
    public NodeResult On(NodeResult result)
    {
        if (_lines.Count == 0)
        {
            return result;
        }
        var ui = (JsonObject?)result.Ui?.DeepClone() ?? [];
        ui["text"] = new JsonArray([.. _lines.Select(l => JsonValue.Create(l))]);
        return result.WithUi(ui);
    }

    [LoggerMessage(EventId = 1, EventName = "Warning", Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void LogWarning(ILogger logger, string text);
}
