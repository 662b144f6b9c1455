using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Validation;

/// <summary>The errors of one input, in ComfyUI's words (protocol §5.3).</summary>
internal static class InputErrors
{
    private const int MaxValueText = 1000;

    // ComfyUI prints no longer list than this.
    private const int MaxChoicesShown = 20;

    public static PromptError Missing(string name) => new(
        ErrorTypes.RequiredInputMissing, "Required input is missing", name, new JsonObject { ["input_name"] = name });

    public static PromptError BadLink(InputDeclaration input, JsonArray value, NodeServices services) => new(
        ErrorTypes.BadLinkedInput, "Bad linked input, must be a length-2 list of [node_id, slot_index]", input.Name,
        About(input, services, value.DeepClone()));

    public static PromptError TypeMismatch(InputDeclaration input, string received, string declared, JsonArray link, NodeServices services) => new(
        ErrorTypes.ReturnTypeMismatch, "Return type mismatch between linked nodes",
        $"{input.Name}, received_type({received}) mismatch input_type({declared})",
        new JsonObject
        {
            ["input_name"] = input.Name,
            ["input_config"] = Spec(input, services),
            ["received_type"] = received,
            ["linked_node"] = link,
        });

    public static PromptError NotConvertible(InputDeclaration input, object? value, string problem, NodeServices services)
    {
        var extra = About(input, services, JsonValues.FromPlain(value)?.DeepClone());
        extra["exception_message"] = problem;
        return new(
            ErrorTypes.InvalidInputType, $"Failed to convert an input value to a {input.Type} value",
            $"{input.Name}, {Short(PythonText.Str(value))}, {problem}", extra);
    }

    public static PromptError TooSmall(InputDeclaration input, object value, NodeServices services) => new(
        ErrorTypes.ValueSmallerThanMin, $"Value {PythonText.Str(value)} {(input.Range.AboveMin ? "not above" : "smaller than")} min of {PythonText.Str(input.Range.Min)}", input.Name,
        About(input, services, JsonValues.FromPlain(value)));

    public static PromptError TooBig(InputDeclaration input, object value, NodeServices services) => new(
        ErrorTypes.ValueBiggerThanMax, $"Value {PythonText.Str(value)} bigger than max of {PythonText.Str(input.Range.Max)}", input.Name,
        About(input, services, JsonValues.FromPlain(value)));

    /// <summary>Not one of the choices. Where the choices are files, the folder and the near names follow ComfyUI's text.</summary>
    public static PromptError NotInList(
        InputDeclaration input, object? value, IReadOnlyList<object?> wrong, IReadOnlyList<string> choices, NodeServices services)
    {
        var many = choices.Count > MaxChoicesShown;
        var extra = new JsonObject
        {
            ["input_name"] = input.Name,
            ["input_config"] = many ? null : Spec(input, services),
            ["received_value"] = JsonValues.FromPlain(value)?.DeepClone(),
        };
        var details = $"{input.Name}: {Short(string.Join(", ", wrong.Select(PythonText.Repr)))} not in {(many ? $"(list of length {choices.Count})" : PythonText.ReprList(choices))}";
        if (input.DescribeChoices(services) is { } place)
        {
            var near = wrong[0] is string text ? NearNames.Of(text, choices) : [];
            extra["searched"] = place;
            extra["near_names"] = new JsonArray([.. near.Select(n => (JsonNode?)n)]);
            details += choices.Count == 0 ? $" (nothing found in {place})"
                : near.Count == 0 ? $" (searched {place})"
                : $" (searched {place}; did you mean {string.Join(" or ", near.Select(n => PythonText.Repr(n)))}?)";
        }

        return new(ErrorTypes.ValueNotInList, "Value not in list", details, extra);
    }

    public static PromptError Refused(string inputName, string text) => new(
        ErrorTypes.CustomValidationFailed, "Custom validation failed for node",
        text.Length == 0 ? inputName : $"{inputName} - {text}", new JsonObject { ["input_name"] = inputName });

    /// <summary>The input's <c>[type, options]</c>; without choices when looking them up fails, so that an error can always be reported.</summary>
    public static JsonArray Spec(InputDeclaration input, NodeServices services)
    {
        try
        {
            return input.WriteSpec(services, withOptions: true);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [input.Type, new JsonObject()];
        }
    }

    /// <summary>A link as prompts write it.</summary>
    public static JsonArray Json(PromptInput.Link link) => [link.NodeId, link.Slot];

    private static JsonObject About(InputDeclaration input, NodeServices services, JsonNode? received) => new()
    {
        ["input_name"] = input.Name,
        ["input_config"] = Spec(input, services),
        ["received_value"] = received,
    };

    private static string Short(string text) => text.Length <= MaxValueText ? text : text[..MaxValueText] + "…";
}
