using Microsoft.Extensions.Logging;

namespace PixelDiT.Graph.Nodes;

/// <summary>What a node sees of the world while it runs.</summary>
public abstract class NodeContext
{
    /// <summary>Id of the running node; for a node made by an expansion its full dotted id.</summary>
    public abstract string NodeId { get; }

    /// <summary>Id of the job.</summary>
    public abstract string PromptId { get; }

    /// <summary>Set when the job is interrupted. Long work observes it between steps.</summary>
    public abstract CancellationToken Cancellation { get; }

    /// <summary>Log of this node class.</summary>
    public abstract ILogger Logger { get; }

    /// <summary>What the host offers to nodes: folders, model store, codecs.</summary>
    public abstract NodeServices Services { get; }

    /// <summary>True when someone wants previews of this job; encode none otherwise.</summary>
    public abstract bool PreviewsWanted { get; }

    /// <summary>
    /// Says how far the node is. Reports are thinned out (protocol §4.5) except the first, the last and those with a preview;
    /// each call is also a point where an interruption is noticed.
    /// </summary>
    /// <param name="value">Steps done, 0…<paramref name="max"/>; larger values are cut.</param>
    /// <param name="max">All steps, above 0.</param>
    /// <param name="preview">Makes the picture of this step; called only when previews are wanted, and not for every step when they come too fast to be sent.</param>
    /// <exception cref="OperationCanceledException">The job was interrupted.</exception>
    public abstract void Report(double value, double max, Func<NodePreview>? preview = null);

    /// <summary>
    /// As <see cref="Report"/>, with a picture that is a result of the node: it is sent whether previews are wanted or not, and a client that reads slowly
    /// does not lose it (ComfyUI: SaveImageWebsocket).
    /// </summary>
    /// <param name="value">Steps done, 0…<paramref name="max"/>; larger values are cut.</param>
    /// <param name="max">All steps, above 0.</param>
    /// <param name="picture">The picture.</param>
    /// <exception cref="OperationCanceledException">The job was interrupted.</exception>
    public abstract void ReportPicture(double value, double max, NodePreview picture);

    /// <summary>
    /// Says how far the node is, as it is: not thinned out, not cut to <paramref name="max"/>, no point of interruption, and no message but the
    /// overview of all nodes (ComfyUI: set_progress). Prefer <see cref="Report"/>.
    /// </summary>
    /// <param name="value">How much is done.</param>
    /// <param name="max">All there is, above 0. Default 1.</param>
    public abstract void SetProgress(double value, double max = 1);

    /// <summary>
    /// A graph for the nodes that are to replace this one, see <see cref="NodeResult.WithExpansion"/>. Ids are <c>node.call.graph.name</c>: each call
    /// of the node, and each graph of a call, has its own prefix.
    /// </summary>
    public abstract GraphBuilder NewGraph();

    /// <summary>An object kept for this node (by id and class) for as long as the node stays in submitted graphs.</summary>
    /// <typeparam name="T">Type of the state; one object per type and node.</typeparam>
    /// <param name="create">Makes it at first use.</param>
    public abstract T State<T>(Func<T> create) where T : class;
}

/// <summary>A picture of work in progress, ready for the wire.</summary>
/// <param name="Bytes">The encoded image.</param>
/// <param name="Format">Its encoding.</param>
public sealed record NodePreview(ReadOnlyMemory<byte> Bytes, PreviewFormat Format)
{
    /// <summary>True for a result (<see cref="NodeContext.ReportPicture"/>): it must arrive, while a preview may be dropped for a newer one. Default false.</summary>
    public bool IsResult { get; init; }
}

/// <summary>Encodings that clients accept for previews; the numbers are those of the binary message (protocol §4.6).</summary>
public enum PreviewFormat
{
    /// <summary>JPEG.</summary>
    Jpeg = 1,

    /// <summary>PNG.</summary>
    Png = 2,
}

/// <summary>The host's services, by type: what node packs may use beside their inputs.</summary>
public sealed class NodeServices
{
    private readonly Dictionary<Type, object> _services = [];

    /// <summary>Adds a service under the type <typeparamref name="T"/>; a second one of that type replaces the first.</summary>
    /// <typeparam name="T">The type that nodes ask for.</typeparam>
    /// <param name="service">The service.</param>
    /// <returns>This object, so that calls chain.</returns>
    public NodeServices Add<T>(T service) where T : class
    {
        _services[typeof(T)] = service;
        return this;
    }

    /// <summary>The service of type <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">The type under which it was added.</typeparam>
    /// <exception cref="InvalidOperationException">The host offers none.</exception>
    public T Get<T>() where T : class => Find<T>()
        ?? throw new InvalidOperationException($"This host offers no {typeof(T).FullName}; a node asked for it.");

    /// <summary>The service of type <typeparamref name="T"/>, or null when the host offers none.</summary>
    /// <typeparam name="T">The type under which it was added.</typeparam>
    public T? Find<T>() where T : class => (T?)_services.GetValueOrDefault(typeof(T));
}
