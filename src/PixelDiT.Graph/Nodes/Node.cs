namespace PixelDiT.Graph.Nodes;

/// <summary>What every node class derives from, through <see cref="Node"/> or <see cref="AsyncNode"/>.</summary>
/// <remarks>
/// A node object is one call: the runtime creates it, sets its input properties, runs it once and drops it.
/// It only adapts: it reads its inputs, calls a library, and wraps the outputs.
/// State that must outlive a call belongs into <see cref="NodeContext.State{T}"/>.
/// </remarks>
public abstract class NodeBase
{
    private protected NodeBase()
    {
    }
}

/// <summary>A node whose work is synchronous; it runs on the executor's thread.</summary>
public abstract class Node : NodeBase
{
    /// <summary>Does the work.</summary>
    /// <param name="context">Progress, cancellation, log and services of this call.</param>
    /// <returns>One value per declared output, and what clients are shown.</returns>
    /// <exception cref="OperationCanceledException">The job was interrupted; thrown by <see cref="NodeContext.Report"/> or by what observes <see cref="NodeContext.Cancellation"/>.</exception>
    public abstract NodeResult Run(NodeContext context);
}

/// <summary>A node that waits for something outside; other nodes of the graph run meanwhile.</summary>
public abstract class AsyncNode : NodeBase
{
    /// <summary>Does the work. Tensor scopes belong to one thread: open none across an await.</summary>
    /// <param name="context">Progress, cancellation, log and services of this call.</param>
    /// <returns>One value per declared output, and what clients are shown.</returns>
    public abstract Task<NodeResult> RunAsync(NodeContext context);
}

/// <summary>A node whose result depends on more than its inputs, such as the content of a file (ComfyUI: IS_CHANGED).</summary>
/// <remarks>The node object carries constants only: properties whose input is a link keep their initial value.</remarks>
public interface IFingerprinted
{
    /// <summary>A value that becomes part of the cache key; <see cref="double.NaN"/>, or an exception, means "always run".</summary>
    /// <param name="services">The host's services, such as its folders.</param>
    object? Fingerprint(NodeServices services);
}
