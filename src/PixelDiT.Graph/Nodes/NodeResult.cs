using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Nodes;

/// <summary>What one call of a node gives back.</summary>
public sealed class NodeResult
{
    private NodeResult(IReadOnlyList<object?> outputs, JsonObject? ui) => (Outputs, Ui) = (outputs, ui);

    /// <summary>One value per declared output; a list output's value is an <see cref="System.Collections.IEnumerable"/> of values.</summary>
    public IReadOnlyList<object?> Outputs { get; }

    /// <summary>What clients and history see, media key → array (<c>images</c>, <c>text</c>); null when nothing is to be shown.</summary>
    public JsonObject? Ui { get; }

    /// <summary>A result with these outputs.</summary>
    /// <param name="outputs">One value per declared output, in order.</param>
    public static NodeResult Of(params object?[] outputs) => new(outputs, null);

    /// <summary>The same outputs together with something to show.</summary>
    /// <param name="ui">Media key → array.</param>
    public NodeResult WithUi(JsonObject ui) => new(Outputs, ui);
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
