using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Server.Events;

/// <summary>Two observers as one, told one after the other.</summary>
internal sealed class ObserverPair(IExecutionObserver first, IExecutionObserver second) : IExecutionObserver
{
    /// <inheritdoc />
    public void Started()
    {
        first.Started();
        second.Started();
    }

    /// <inheritdoc />
    public void Cached(IReadOnlyList<string> nodeIds)
    {
        first.Cached(nodeIds);
        second.Cached(nodeIds);
    }

    /// <inheritdoc />
    public void NodeStarted(NodeRef node)
    {
        first.NodeStarted(node);
        second.NodeStarted(node);
    }

    /// <inheritdoc />
    public void NodeProgress(NodeRef node, double value, double max, NodePreview? preview)
    {
        first.NodeProgress(node, value, max, preview);
        second.NodeProgress(node, value, max, preview);
    }

    /// <inheritdoc />
    public void NodeProgressState(NodeRef node, double value, double max)
    {
        first.NodeProgressState(node, value, max);
        second.NodeProgressState(node, value, max);
    }

    /// <inheritdoc />
    public void NodeBlocked(NodeRef node, string message, IReadOnlyList<string> executed)
    {
        first.NodeBlocked(node, message, executed);
        second.NodeBlocked(node, message, executed);
    }

    /// <inheritdoc />
    public void NodeExecuted(NodeRef node, JsonObject? ui)
    {
        first.NodeExecuted(node, ui);
        second.NodeExecuted(node, ui);
    }

    /// <inheritdoc />
    public void NodeFinished(NodeRef node)
    {
        first.NodeFinished(node);
        second.NodeFinished(node);
    }
}
