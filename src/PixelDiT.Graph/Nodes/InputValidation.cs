using PixelDiT.Graph.Declarations;

namespace PixelDiT.Graph.Nodes;

/// <summary>What nodes that judge their inputs themselves have in common; implement <see cref="IValidatesInputs"/> or <see cref="IValidatesInputsAsync"/>.</summary>
public interface IInputValidator
{
    /// <summary>
    /// The input names judged here: range and choice checks are skipped for them, and a refusal is reported once for each that the prompt gives
    /// (protocol §5.4).
    /// </summary>
    IReadOnlyList<string> ValidatedInputs { get; }

    /// <summary>
    /// True when the node judges the types of links itself (ComfyUI: a validator with <c>input_types</c>): the type check of links is skipped for the
    /// whole node, and a refusal is reported once more, for <c>input_types</c>. Default false.
    /// </summary>
    bool ValidatesTypes => false;
}

/// <summary>A node that judges some of its inputs itself (ComfyUI: VALIDATE_INPUTS).</summary>
/// <remarks>The node object carries constants only: properties whose input is a link keep their initial value.</remarks>
public interface IValidatesInputs : IInputValidator
{
    /// <summary>Null when the inputs are good, else a sentence that says what is wrong and what would be right.</summary>
    /// <param name="inputs">What the prompt gives.</param>
    string? ValidateInputs(ReceivedInputs inputs);
}

/// <summary>As <see cref="IValidatesInputs"/>, for a judgement that waits for something outside.</summary>
public interface IValidatesInputsAsync : IInputValidator
{
    /// <summary>Null when the inputs are good, else a sentence that says what is wrong and what would be right.</summary>
    /// <param name="inputs">What the prompt gives.</param>
    Task<string?> ValidateInputsAsync(ReceivedInputs inputs);
}

/// <summary>What a prompt gives to a node, as its validator sees it.</summary>
/// <param name="Node">The class of the node, with the declared types of its inputs.</param>
/// <param name="Constants">Declared inputs that are constants, by name, after coercion.</param>
/// <param name="Links">Declared inputs that are links, by name.</param>
/// <param name="Services">The host's services, such as its folders.</param>
/// <param name="Cancellation">Set when nobody waits for the judgement any more.</param>
public sealed record ReceivedInputs(
    NodeDeclaration Node, IReadOnlyDictionary<string, object?> Constants, IReadOnlyDictionary<string, ReceivedLink> Links, NodeServices Services,
    CancellationToken Cancellation)
{
    /// <summary>True when the prompt gives the input at all.</summary>
    /// <param name="name">Name of a declared input.</param>
    public bool Has(string name) => Constants.ContainsKey(name) || Links.ContainsKey(name);
}

/// <summary>A link that feeds an input.</summary>
/// <param name="Type">Type of the linked output, for example <c>IMAGE</c>.</param>
/// <param name="Source">Class of the node it comes from.</param>
public sealed record ReceivedLink(string Type, NodeDeclaration Source);
