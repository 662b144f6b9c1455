using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Nodes;

/// <summary>What one call of a node gives back.</summary>
public sealed class NodeResult
{
    private NodeResult(IReadOnlyList<object?> outputs, JsonObject? ui, GraphBuilder? expansion) => (Outputs, Ui, Expansion) = (outputs, ui, expansion);

    /// <summary>
    /// One value per declared output; a list output's value is an <see cref="System.Collections.IEnumerable"/> of values. An <see cref="ExecutionBlocker"/>
    /// may stand for any of them; beside an <see cref="Expansion"/> also a <see cref="NodeLink"/>, which stands for what that node will give.
    /// </summary>
    public IReadOnlyList<object?> Outputs { get; }

    /// <summary>What clients and history see, media key → array (<c>images</c>, <c>text</c>); null when nothing is to be shown.</summary>
    public JsonObject? Ui { get; }

    /// <summary>Nodes that are to run as if they stood in the graph; null when there are none.</summary>
    public GraphBuilder? Expansion { get; }

    /// <summary>A result with these outputs.</summary>
    /// <param name="outputs">One value per declared output, in order.</param>
    public static NodeResult Of(params object?[] outputs) => new(outputs, null, null);

    /// <summary>The same outputs together with something to show.</summary>
    /// <param name="ui">Media key → array.</param>
    public NodeResult WithUi(JsonObject ui) => new(Outputs, ui, Expansion);

    /// <summary>
    /// The same outputs, to be completed by these nodes: they run first, output nodes among them whether or not a result links to them; then the
    /// links among the outputs are replaced by what they lead to.
    /// </summary>
    /// <param name="graph">The nodes; see <see cref="NodeContext.NewGraph"/>.</param>
    public NodeResult WithExpansion(GraphBuilder graph) => new(Outputs, Ui, graph);
}

/// <summary>
/// A value made of parts that need disposing and may be shared with other values, such as a latent that wraps a tensor.
/// The runtime counts the parts by reference and disposes each when no cached or pending value holds it any more.
/// A plain <see cref="IDisposable"/> value counts as its own only part.
/// </summary>
public interface IHoldsResources
{
    /// <summary>The parts; the same objects each time.</summary>
    IEnumerable<IDisposable> Resources { get; }
}
