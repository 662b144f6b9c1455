namespace PixelDiT.Graph.Nodes;

/// <summary>
/// Declares a property of a node as an input. The declaration is the only source for <c>object_info</c>, validation and coercion.
/// Inputs keep the order of the properties; <see cref="Optional"/> ones follow the required ones.
/// </summary>
/// <param name="type">The type as clients see it: <c>MODEL</c>, <c>IMAGE</c>, <c>*</c> for anything, or a union such as <c>IMAGE,FLOAT</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public class InputAttribute(string type) : Attribute
{
    /// <summary>The type as clients see it.</summary>
    public string Type { get; } = type;

    /// <summary>Name in the workflow. Default: the property's name in snake_case (<c>BatchSize</c> → <c>batch_size</c>).</summary>
    public string? Name { get; init; }

    /// <summary>True when a workflow may leave the input out; the property then keeps its initial value. Default false.</summary>
    public bool Optional { get; init; }

    /// <summary>Help text beside the widget. Default none.</summary>
    public string? Tooltip { get; init; }

    /// <summary>Folded away by default in the front end. Default false.</summary>
    public bool Advanced { get; init; }

    /// <summary>True when the source of a link is only run after the node asked for it (protocol §6.4, <see cref="ILazyInputs"/>). Default false.</summary>
    public bool Lazy { get; init; }

    /// <summary>
    /// True when the node wants the link itself, as a <see cref="NodeLink"/>, instead of its value; the source runs first all the same. A constant comes
    /// as it is. Default false.
    /// </summary>
    public bool RawLink { get; init; }

    /// <summary>
    /// True for an input that is listed under <c>hidden</c>: clients do not show it, it is neither required nor validated, and a value or a link of any
    /// type is taken where there is one, as expansions may set it. Default false.
    /// </summary>
    public bool Hidden { get; init; }

    /// <summary>True for a socket without a widget. Default false.</summary>
    public bool ForceInput { get; init; }

    /// <summary>
    /// Further options for <c>object_info</c> as the text of a JSON object, for what has no property here (<c>{"display": "color"}</c>) or must
    /// be printed exactly (<c>{"min": -9223372036854775807}</c>; <c>min</c> and <c>max</c> given here are enforced). They follow the others
    /// and replace those of the same name. <c>{}</c> makes an old-style entry print an empty options object. Default none.
    /// </summary>
    [System.Diagnostics.CodeAnalysis.StringSyntax("Json")]
    public string? Options { get; init; }
}

/// <summary>A whole number. The property may be <see cref="int"/>, <see cref="long"/>, <see cref="ulong"/> or <see cref="System.Numerics.BigInteger"/>.</summary>
public sealed class IntInputAttribute() : InputAttribute("INT")
{
    /// <summary>Default value shown by clients: an integer constant, or a text for one beyond 64 bits. Default: none declared.</summary>
    public object? Default { get; init; }

    /// <summary>Smallest accepted value, inclusive (integer constant or text). Default: unbounded.</summary>
    public object? Min { get; init; }

    /// <summary>Largest accepted value, inclusive (integer constant such as <see cref="ulong.MaxValue"/>, or text). Default: unbounded.</summary>
    public object? Max { get; init; }

    /// <summary>Step of the widget; never enforced. Default: none declared.</summary>
    public object? Step { get; init; }

    /// <summary><see langword="true"/>, or the initial mode (<c>fixed</c>, <c>increment</c>, <c>randomize</c>), when the front end changes the value after each run. Default none.</summary>
    public object? ControlAfterGenerate { get; init; }
}

/// <summary>A floating-point number; the property is <see cref="double"/> or <see cref="float"/>. NaN stands for "not declared" in every option.</summary>
public sealed class FloatInputAttribute() : InputAttribute("FLOAT")
{
    /// <summary>Default value shown by clients. Default: none declared.</summary>
    public double Default { get; init; } = double.NaN;

    /// <summary>Smallest accepted value, inclusive unless <see cref="AboveMin"/>. Default: unbounded.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>True where <see cref="Min"/> itself is refused; clients see an inclusive bound, because <c>object_info</c> has no other. Default false.</summary>
    public bool AboveMin { get; init; }

    /// <summary>Largest accepted value, inclusive. Default: unbounded.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>Step of the widget; never enforced. Default: none declared.</summary>
    public double Step { get; init; } = double.NaN;

    /// <summary>Rounding of the widget; never enforced. Default: none declared.</summary>
    public double Round { get; init; } = double.NaN;
}

/// <summary>A text; the property is <see cref="string"/>.</summary>
public sealed class StringInputAttribute() : InputAttribute("STRING")
{
    /// <summary>Default value shown by clients. Default: none declared.</summary>
    public string? Default { get; init; }

    /// <summary>True for a text box of several lines; left out of <c>object_info</c> unless <see cref="DeclaresMultiline"/>. Default false.</summary>
    public bool Multiline { get => _multiline; init { _multiline = value; DeclaresMultiline = true; } }

    /// <summary>True when <see cref="Multiline"/> was written down, whichever value it has.</summary>
    public bool DeclaresMultiline { get; private init; }

    /// <summary>True when the front end expands <c>{a|b}</c> choices before sending. Default false.</summary>
    public bool DynamicPrompts { get; init; }

    /// <summary>Grey text in the empty box. Default none.</summary>
    public string? Placeholder { get; init; }

    private readonly bool _multiline;
}

/// <summary>True or false; the property is <see cref="bool"/>.</summary>
public sealed class BooleanInputAttribute() : InputAttribute("BOOLEAN")
{
    /// <summary>Default value shown by clients. Left out of <c>object_info</c> unless set.</summary>
    public bool Default { get => _default; init { _default = value; DeclaresDefault = true; } }

    /// <summary>True when <see cref="Default"/> was written down.</summary>
    public bool DeclaresDefault { get; private init; }

    /// <summary>Caption of the true state. Default none.</summary>
    public string? LabelOn { get; init; }

    /// <summary>Caption of the false state. Default none.</summary>
    public string? LabelOff { get; init; }

    private readonly bool _default;
}

/// <summary>One of a list of texts; the property is <see cref="string"/>.</summary>
/// <param name="choices">The choices in order, when they are fixed.</param>
public sealed class ComboInputAttribute(params string[] choices) : InputAttribute("COMBO")
{
    /// <summary>The fixed choices, in order; empty when <see cref="Source"/> gives them.</summary>
    public string[] Choices { get; } = choices;

    /// <summary>A type that implements <see cref="IChoiceSource"/> (parameterless constructor): choices that change, such as the files of a folder. Default none.</summary>
    public Type? Source { get; init; }

    /// <summary>Default value shown by clients. Default: none declared (front ends then take the first choice).</summary>
    public string? Default { get; init; }

    /// <summary>
    /// True for ComfyUI's newer form <c>["COMBO", {"options": [...]}]</c>, false for the older <c>[[choices], {}]</c>.
    /// Default false; nodes with <see cref="NodeSchema.V3"/> always use the newer form.
    /// </summary>
    public bool NewStyle { get; init; }

    /// <summary>True when the front end shows an upload button that puts images into the input folder. Default false.</summary>
    public bool ImageUpload { get; init; }
}

/// <summary>Declares a property that the server fills; it is listed under <c>hidden</c> and never sent by clients.</summary>
/// <param name="kind">What the property receives.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HiddenInputAttribute(HiddenInput kind) : Attribute
{
    /// <summary>What the property receives.</summary>
    public HiddenInput Kind { get; } = kind;

    /// <summary>Name under <c>hidden</c>. Default: the property's name in snake_case.</summary>
    public string? Name { get; init; }
}

/// <summary>
/// Marks a property of type <c>IReadOnlyDictionary&lt;string, object?&gt;</c> that receives the values of links under names that the node does not
/// declare. Without it such links are ignored, as undeclared constants always are.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UndeclaredInputsAttribute : Attribute;

/// <summary>What a hidden input carries (protocol §6.7); its spelling on the wire stands beside each.</summary>
public enum HiddenInput
{
    /// <summary><c>PROMPT</c>: the submitted graph after coercion; <see cref="System.Text.Json.Nodes.JsonObject"/>.</summary>
    Prompt,

    /// <summary><c>DYNPROMPT</c>: the live graph, expansions included; <see cref="IDynamicPrompt"/>.</summary>
    DynamicPrompt,

    /// <summary><c>EXTRA_PNGINFO</c>: <c>extra_data.extra_pnginfo</c> or null; <see cref="System.Text.Json.Nodes.JsonObject"/>.</summary>
    ExtraPngInfo,

    /// <summary><c>UNIQUE_ID</c>: the node's id; <see cref="string"/>. Its presence makes the id part of the cache key.</summary>
    UniqueId,

    /// <summary><c>AUTH_TOKEN_COMFY_ORG</c>: a secret of the submitter or null; <see cref="string"/>.</summary>
    AuthToken,

    /// <summary><c>API_KEY_COMFY_ORG</c>: a secret of the submitter or null; <see cref="string"/>.</summary>
    ApiKey,

    /// <summary><c>COMFY_USAGE_SOURCE</c>: what the submitter says of itself, or null; <see cref="string"/>.</summary>
    UsageSource,
}

/// <summary>Choices that are looked up each time they are needed.</summary>
public interface IChoiceSource
{
    /// <summary>The choices now, in the order clients show them; empty when there are none.</summary>
    /// <param name="services">The host's services, such as its folders.</param>
    IReadOnlyList<string> GetChoices(NodeServices services);

    /// <summary>Where the choices come from, for error texts: <c>folder models/diffusion_models</c>. Null when there is nothing helpful to say.</summary>
    /// <param name="services">The host's services, such as its folders.</param>
    string? Describe(NodeServices services) => null;
}
