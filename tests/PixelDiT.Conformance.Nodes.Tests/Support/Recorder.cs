using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Nodes.Tests.Support;

/// <summary>What an observer hears, one text each.</summary>
internal sealed class Recorder : IExecutionObserver
{
    public List<string> Events { get; } = [];

    /// <summary>Every node that started, each time it did.</summary>
    public List<NodeRef> Ran { get; } = [];

    /// <summary>Ids of <see cref="Ran"/>, each once.</summary>
    public IEnumerable<string> RanIds => Ran.Select(n => n.Id).Distinct();

    public IReadOnlyList<string> CachedIds { get; private set; } = [];

    public List<(string Id, double Value, double Max)> Progress { get; } = [];

    public List<(string Id, double Value, double Max)> States { get; } = [];

    public Action<string>? OnEvent { get; init; }

    public void Started() => Add("start");

    public void Cached(IReadOnlyList<string> nodeIds) => CachedIds = nodeIds;

    public void NodeStarted(NodeRef node)
    {
        Ran.Add(node);
        Add($"run {node.Id}");
    }

    public void NodeProgress(NodeRef node, double value, double max, NodePreview? preview)
    {
        Progress.Add((node.Id, value, max));
        Add($"progress {node.Id}");
    }

    public void NodeProgressState(NodeRef node, double value, double max)
    {
        States.Add((node.Id, value, max));
        Add($"state {node.Id}");
    }

    public void NodeBlocked(NodeRef node, string message, IReadOnlyList<string> executed) => Add($"blocked {node.Id} {message}");

    public void NodeExecuted(NodeRef node, JsonObject? ui) => Add($"executed {node.Id}");

    public void NodeFinished(NodeRef node) => Add($"finished {node.Id}");

    private void Add(string text)
    {
        Events.Add(text);
        OnEvent?.Invoke(text);
    }
}
