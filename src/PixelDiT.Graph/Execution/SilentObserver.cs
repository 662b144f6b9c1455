using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>Hears nothing: for tests of nodes, and for whoever needs only the outcome.</summary>
public sealed class SilentObserver : IExecutionObserver
{
    /// <inheritdoc />
    public void Started()
    {
    }

    /// <inheritdoc />
    public void Cached(IReadOnlyList<string> nodeIds)
    {
    }

    /// <inheritdoc />
    public void NodeStarted(NodeRef node)
    {
    }

    /// <inheritdoc />
    public void NodeProgress(NodeRef node, double value, double max, NodePreview? preview)
    {
    }

    /// <inheritdoc />
    public void NodeProgressState(NodeRef node, double value, double max)
    {
    }

    /// <inheritdoc />
    public void NodeBlocked(NodeRef node, string message, IReadOnlyList<string> executed)
    {
    }

    /// <inheritdoc />
    public void NodeExecuted(NodeRef node, JsonObject? ui)
    {
    }

    /// <inheritdoc />
    public void NodeFinished(NodeRef node)
    {
    }
}
