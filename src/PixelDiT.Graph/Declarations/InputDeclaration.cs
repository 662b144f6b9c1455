using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Declarations;

/// <summary>One declared input of a node class. Immutable.</summary>
public sealed class InputDeclaration
{
    private readonly IChoiceSource? _source;
    private readonly JsonObject? _options;

    internal InputDeclaration(string name, InputAttribute attribute, NodeSchema schema, PropertySlot slot, JsonObject? options, IChoiceSource? source)
    {
        (Name, Attribute, Slot, _options, _source) = (name, attribute, slot, options, source);
        NewStyle = schema == NodeSchema.V3 || attribute is ComboInputAttribute { NewStyle: true };
        // A new-style combo may have no "options" at all (a remote route fills it); then it refuses every value.
        IsCombo = attribute is ComboInputAttribute || (attribute.Type == "COMBO" && options?["options"] is not null);
        Kind = IsCombo ? ValueKind.Combo : attribute.Type switch
        {
            "INT" => ValueKind.Int,
            "FLOAT" => ValueKind.Float,
            "STRING" => ValueKind.String,
            "BOOLEAN" => ValueKind.Boolean,
            _ => ValueKind.Other,
        };
        Range = NumberRange.From(options, attribute is FloatInputAttribute { AboveMin: true });
    }

    /// <summary>Name in the workflow.</summary>
    public string Name { get; }

    /// <summary>The attribute that declares it.</summary>
    public InputAttribute Attribute { get; }

    /// <summary>The type as clients see it; <c>COMBO</c> for choices of either style.</summary>
    public string Type => Attribute.Type;

    /// <summary>True when a workflow may leave the input out.</summary>
    public bool Optional => Attribute.Optional;

    /// <summary>True when the input is listed under <c>hidden</c>: not validated, taken when present.</summary>
    public bool Hidden => Attribute.Hidden;

    /// <summary>True when the source of a link is only run after the node asked for it.</summary>
    public bool Lazy => Attribute.Lazy;

    /// <summary>True when the node wants the link itself.</summary>
    public bool RawLink => Attribute.RawLink;

    /// <summary>True for one of a list of texts.</summary>
    public bool IsCombo { get; }

    /// <summary>True when the choices stand in the options as <c>["COMBO", {"options": [...]}]</c>.</summary>
    public bool NewStyle { get; }

    internal ValueKind Kind { get; }

    internal NumberRange Range { get; }

    internal PropertySlot Slot { get; }

    /// <summary>The options as declared, without looked-up choices; null when there are none. Never to be changed.</summary>
    internal JsonObject? Options => _options;

    internal bool MultiSelect => _options?["multiselect"] is JsonValue value && value.TryGetValue<bool>(out var many) && many;

    /// <summary>The choices of a combo now, in the order clients show them; empty for other inputs.</summary>
    /// <param name="services">The host's services.</param>
    public IReadOnlyList<string> GetChoices(NodeServices services) =>
        _source is not null ? _source.GetChoices(services) : Attribute is ComboInputAttribute combo ? combo.Choices : [];

    /// <summary>Where the choices come from, for error texts; null when there is nothing helpful to say.</summary>
    /// <param name="services">The host's services.</param>
    public string? DescribeChoices(NodeServices services) => _source?.Describe(services);

    /// <summary>Reads a constant from a text and judges it as that of a prompt is judged.</summary>
    /// <param name="text">The value as a person writes it; <c>true</c> or <c>false</c> for a switch.</param>
    /// <param name="services">The host's services, for choices that change.</param>
    /// <returns>The value, or what is wrong with it in words.</returns>
    public (object? Value, string? Problem) Read(string text, NodeServices services)
    {
        if (Kind == ValueKind.Boolean)
        {
            return bool.TryParse(text, out var on) ? (on, null) : (null, "true or false is needed");
        }

        if (Kind == ValueKind.Other)
        {
            return (null, $"a value of type {Type} comes from another node");
        }

        var (value, problem) = Coercion.Convert(Kind, text);
        if (problem is null && value is long or double or System.Numerics.BigInteger)
        {
            problem = Range.IsBelow(value) ? $"it is {(Range.AboveMin ? "not above" : "smaller than")} {Range.Min}" : Range.IsAbove(value) ? $"it is larger than {Range.Max}" : null;
        }

        if (IsCombo && GetChoices(services) is var choices && !choices.Contains(text, StringComparer.Ordinal))
        {
            problem = $"it is none of {string.Join(", ", choices)}";
        }

        return problem is null ? (value, null) : (null, problem);
    }

    /// <summary>The entry <c>[type, options]</c> of <c>object_info</c> (protocol §10.2).</summary>
    /// <param name="services">The host's services, for choices that change.</param>
    /// <param name="withOptions">True to print the options object even when it is empty, as error objects do. Default false.</param>
    public JsonArray WriteSpec(NodeServices services, bool withOptions = false)
    {
        var options = (JsonObject?)_options?.DeepClone();
        JsonNode type = Type;
        if (IsCombo)
        {
            var choices = new JsonArray([.. GetChoices(services).Select(c => (JsonNode?)c)]);
            if (!NewStyle)
            {
                type = choices;
            }
            else
            {
                options ??= [];
                options.TryAdd("multiselect", false);
                options.TryAdd("options", choices);
            }
        }

        var spec = new JsonArray(type);
        if (options is not null || withOptions)
        {
            spec.Add(options ?? []);
        }

        return spec;
    }
}

/// <summary>A property that the server fills.</summary>
/// <param name="Name">Name under <c>hidden</c>.</param>
/// <param name="Kind">What it carries.</param>
public sealed record HiddenDeclaration(string Name, HiddenInput Kind)
{
    internal PropertySlot Slot { get; init; } = null!;

    /// <summary>The kind's spelling on the wire, for example <c>UNIQUE_ID</c>.</summary>
    public string WireKind => Kind switch
    {
        HiddenInput.Prompt => "PROMPT",
        HiddenInput.DynamicPrompt => "DYNPROMPT",
        HiddenInput.ExtraPngInfo => "EXTRA_PNGINFO",
        HiddenInput.UniqueId => "UNIQUE_ID",
        HiddenInput.AuthToken => "AUTH_TOKEN_COMFY_ORG",
        HiddenInput.ApiKey => "API_KEY_COMFY_ORG",
        HiddenInput.UsageSource => "COMFY_USAGE_SOURCE",
        _ => throw new InvalidOperationException($"Hidden input kind {Kind} has no spelling."),
    };
}

/// <summary>How a constant of an input is converted.</summary>
internal enum ValueKind
{
    Int,
    Float,
    String,
    Boolean,
    Combo,
    Other,
}
