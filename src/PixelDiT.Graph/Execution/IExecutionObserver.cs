using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// Hears what happens in one job, in order, on the executor's thread; a slow observer slows the job.
/// The calls correspond to ComfyUI's messages (protocol §4.4, §4.7); the name of each stands beside it.
/// </summary>
public interface IExecutionObserver
{
    /// <summary><c>execution_start</c>.</summary>
    void Started();

    /// <summary><c>execution_cached</c>; always called once after <see cref="Started"/>.</summary>
    /// <param name="nodeIds">Nodes of the prompt whose result is cached, in prompt order; may be empty.</param>
    void Cached(IReadOnlyList<string> nodeIds);

    /// <summary><c>progress_state</c> (running 0/1), then <c>executing</c>.</summary>
    /// <param name="node">The node that starts, or starts again.</param>
    void NodeStarted(NodeRef node);

    /// <summary>A report that passed the thinning: <c>progress_state</c>, <c>progress</c> and the preview.</summary>
    /// <param name="node">The node that reports.</param>
    /// <param name="value">Steps done.</param>
    /// <param name="max">All steps.</param>
    /// <param name="preview">A picture of the step, or null.</param>
    void NodeProgress(NodeRef node, double value, double max, NodePreview? preview);

    /// <summary>Progress set without ceremony (<see cref="NodeContext.SetProgress"/>): <c>progress_state</c> alone.</summary>
    /// <param name="node">The node that reports.</param>
    /// <param name="value">How much is done; may exceed <paramref name="max"/>.</param>
    /// <param name="max">All there is.</param>
    void NodeProgressState(NodeRef node, double value, double max);

    /// <summary><c>execution_error</c> of type <c>ExecutionBlocked</c>: the first node that received a blocker with a message. The job goes on.</summary>
    /// <param name="node">The node.</param>
    /// <param name="message">The blocker's message.</param>
    /// <param name="executed">Nodes that ran so far.</param>
    void NodeBlocked(NodeRef node, string message, IReadOnlyList<string> executed);

    /// <summary><c>executed</c>: the node, or its cached result, has something to show.</summary>
    /// <param name="node">The node.</param>
    /// <param name="ui">Media key → array; null for a cached output node that never showed anything.</param>
    void NodeExecuted(NodeRef node, JsonObject? ui);

    /// <summary><c>progress_state</c> (finished).</summary>
    /// <param name="node">The node that is done.</param>
    void NodeFinished(NodeRef node);
}

/// <summary>A node of a running job, with its place in the submitted graph.</summary>
/// <param name="Id">Id of the node itself.</param>
/// <param name="DisplayId">Node that the front end shows in its stead; equal to <paramref name="Id"/> unless an expansion made the node.</param>
/// <param name="ParentId">Node whose expansion made it, or null.</param>
/// <param name="RealId">The ancestor that stands in the submitted graph.</param>
/// <param name="ClassType">Its node class.</param>
public sealed record NodeRef(string Id, string DisplayId, string? ParentId, string RealId, string ClassType)
{
    /// <summary>A node of the submitted graph.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="classType">Its node class.</param>
    public static NodeRef Submitted(string id, string classType) => new(id, id, null, id, classType);
}
