using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Workflows.Reading;

namespace PixelDiT.Graph.Workflows.Widgets;

/// <summary>What a widget holds.</summary>
internal enum WidgetKind
{
    Int,
    Float,
    String,
    Boolean,
    Combo,
}

/// <summary>The widget that the front end makes for a declared input (protocol §8.3).</summary>
internal sealed record Widget
{
    private Widget(InputDeclaration input, WidgetKind kind)
    {
        (Input, Kind) = (input, kind);
        Socketless = Truthy(input.Options?["socketless"]);
        MultiSelect = input.MultiSelect;
        HasControl = kind is WidgetKind.Int or WidgetKind.Combo && Control(input, kind);
        HasUpload = UploadFlags.Any(flag => Truthy(input.Options?[flag]));
    }

    private static readonly string[] UploadFlags = ["image_upload", "animated_image_upload", "video_upload", "audio_upload", "file_upload"];

    public InputDeclaration Input { get; }

    public WidgetKind Kind { get; }

    public string Name => Input.Name;

    /// <summary>True when there is no socket beside it.</summary>
    public bool Socketless { get; }

    /// <summary>True for a combo whose value is a list.</summary>
    public bool MultiSelect { get; }

    /// <summary>True when the front end keeps a mode beside the value: fixed, increment …</summary>
    public bool HasControl { get; }

    /// <summary>True when the front end keeps a button beside the value.</summary>
    public bool HasUpload { get; }

    /// <summary>The widget of an input, or null when it is a socket only.</summary>
    public static Widget? Of(InputDeclaration input)
    {
        if (input.Hidden || IsForced(input))
        {
            return null;
        }

        return (input.IsCombo ? WidgetKind.Combo : KindOf(input.Type) ?? KindOf(Plain.Text(input.Options?["widgetType"]))) is { } kind ? new Widget(input, kind) : null;
    }

    /// <summary>True for an input that would have a widget were it not declared a socket.</summary>
    public static bool IsForced(InputDeclaration input) => Truthy(input.Options?["forceInput"]);

    /// <summary>The value of a fresh widget; null when there is none, as for a combo without choices.</summary>
    public JsonNode? Default(NodeServices services)
    {
        if (Input.Options?["default"] is { } declared)
        {
            return declared.DeepClone();
        }

        return Kind switch
        {
            WidgetKind.Int or WidgetKind.Float => 0,
            WidgetKind.String => "",
            WidgetKind.Boolean => false,
            _ when MultiSelect => new JsonArray(),
            _ => Input.GetChoices(services) is [var first, ..] ? first : null,
        };
    }

    /// <summary>True when a saved value can be this widget's; values that the server converts, such as a number's digits, pass.</summary>
    public bool Fits(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => true,
        JsonValueKind.Number => true,
        JsonValueKind.True or JsonValueKind.False => Kind is WidgetKind.Boolean or WidgetKind.Combo,
        JsonValueKind.String => Kind is WidgetKind.String or WidgetKind.Combo || (Kind is WidgetKind.Int or WidgetKind.Float && IsNumber(value.GetValue<string>())),
        JsonValueKind.Array => MultiSelect,
        _ => false,
    };

    /// <summary>What would fit, for messages.</summary>
    public string Wanted => Kind switch
    {
        WidgetKind.Int => "a whole number (INT)",
        WidgetKind.Float => "a number (FLOAT)",
        WidgetKind.String => "a text (STRING)",
        WidgetKind.Boolean => "true or false (BOOLEAN)",
        _ => MultiSelect ? "a list of choices (COMBO)" : "one of its choices (COMBO)",
    };

    private static WidgetKind? KindOf(string? type) => type switch
    {
        "INT" => WidgetKind.Int,
        "FLOAT" => WidgetKind.Float,
        "STRING" => WidgetKind.String,
        "BOOLEAN" => WidgetKind.Boolean,
        "COMBO" => WidgetKind.Combo,
        _ => null,
    };

    // Seeds have it without being asked, unless it is declined.
    private static bool Control(InputDeclaration input, WidgetKind kind) =>
        input.Options?["control_after_generate"] is { } declared ? Truthy(declared) : kind == WidgetKind.Int && input.Name is "seed" or "noise_seed";

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || BigInteger.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);

    private static bool Truthy(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => value.GetValue<string>().Length > 0,
        _ => false,
    };
}
