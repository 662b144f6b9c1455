using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace PixelDiT.Nodes.PixelDiT;

/// <summary>What a node has to say beside its outputs: lines that clients show and history keeps. Warnings go into the log, too.</summary>
/// <param name="logger">The node's log.</param>
internal sealed partial class NodeNotes(ILogger logger)
{
    private readonly List<string> _lines = [];

    /// <summary>Whether there is anything to say.</summary>
    public bool Any => _lines.Count > 0;

    /// <summary>A line of information.</summary>
    public void Say(string line) => _lines.Add(line);

    /// <summary>A line that tells what was done otherwise than one would expect.</summary>
    public void Warn(string line)
    {
        _lines.Add($"Warning: {line}");
        LogWarning(logger, line);
    }

    /// <summary><c>{"text": [lines]}</c>.</summary>
    public JsonObject ToUi() => new() { ["text"] = new JsonArray([.. _lines.Select(l => JsonValue.Create(l))]) };

    [LoggerMessage(EventId = 1, EventName = "Warning", Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void LogWarning(ILogger logger, string text);
}
