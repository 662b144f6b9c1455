namespace PixelDiT.Graph.Nodes;

/// <summary>
/// A node that decides which of its lazy inputs (<see cref="InputAttribute.Lazy"/>) it needs (ComfyUI: check_lazy_status, protocol §6.4). Every node
/// class with a lazy input implements this or <see cref="ILazyInputsAsync"/>.
/// </summary>
/// <remarks>The node object carries what is there already; properties of inputs that were not computed yet keep their initial value.</remarks>
public interface ILazyInputs
{
    /// <summary>
    /// Names the inputs that are needed. Those not computed yet are computed and the node is asked again, until it asks for nothing new; then it runs.
    /// With lists it is asked once per call, and whatever any call needs is computed.
    /// </summary>
    /// <param name="context">What is there already.</param>
    /// <returns>Names of declared inputs; a constant or a computed input has no effect, an absent one fails the node.</returns>
    IEnumerable<string> CheckLazyStatus(LazyContext context);
}

/// <summary>As <see cref="ILazyInputs"/>, for a decision that waits for something outside; other nodes run meanwhile.</summary>
public interface ILazyInputsAsync
{
    /// <summary>Names the inputs that are needed; see <see cref="ILazyInputs.CheckLazyStatus"/>.</summary>
    /// <param name="context">What is there already.</param>
    Task<IEnumerable<string>> CheckLazyStatusAsync(LazyContext context);
}

/// <summary>What a node with lazy inputs sees when it is asked what it needs.</summary>
/// <param name="Computed">Names of the inputs that have a value: constants, links that are not lazy, and lazy ones computed since.</param>
/// <param name="Services">The host's services.</param>
/// <param name="Cancellation">Set when the job is interrupted.</param>
public sealed record LazyContext(IReadOnlySet<string> Computed, NodeServices Services, CancellationToken Cancellation);
