using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.Core.Tests.EndToEnd;

/// <summary>Keeps progress reports; everything else is in the outcome.</summary>
internal sealed class RecordingObserver : IExecutionObserver
{
    public List<(string Node, double Value, double Max, NodePreview? Preview)> Reports { get; } = [];

    public IReadOnlyList<string> CachedNodes { get; private set; } = [];

    public void Started()
    {
    }

    public void Cached(IReadOnlyList<string> nodeIds) => CachedNodes = nodeIds;

    public void NodeStarted(NodeRef node)
    {
    }

    public void NodeProgress(NodeRef node, double value, double max, NodePreview? preview) => Reports.Add((node.Id, value, max, preview));

    public void NodeProgressState(NodeRef node, double value, double max)
    {
    }

    public void NodeBlocked(NodeRef node, string message, IReadOnlyList<string> executed)
    {
    }

    public void NodeExecuted(NodeRef node, JsonObject? ui)
    {
    }

    public void NodeFinished(NodeRef node)
    {
    }
}
