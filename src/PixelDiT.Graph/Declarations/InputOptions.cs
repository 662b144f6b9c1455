using System.Numerics;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Declarations;

/// <summary>Builds the options object of an input from its attribute.</summary>
internal static class InputOptions
{
    /// <summary>The options without choices; null when an old-style entry has none to print.</summary>
    public static JsonObject? Build(InputAttribute input, NodeSchema schema)
    {
        var options = new JsonObject();
        // The two generations write the common options in different places: the newer one in front.
        if (schema == NodeSchema.V3)
        {
            AddCommon(options, input);
        }

        AddTyped(options, input);
        if (schema == NodeSchema.V1)
        {
            AddCommon(options, input);
        }

        if (input.Options is { } text)
        {
            Merge(options, text);
        }

        return options.Count > 0 || schema == NodeSchema.V3 || input.Options is not null ? options : null;
    }

    private static void AddCommon(JsonObject options, InputAttribute input)
    {
        Add(options, "tooltip", input.Tooltip);
        AddFlag(options, "advanced", input.Advanced);
        AddFlag(options, "lazy", input.Lazy);
        AddFlag(options, "rawLink", input.RawLink);
        AddFlag(options, "forceInput", input.ForceInput);
    }

    private static void AddTyped(JsonObject options, InputAttribute input)
    {
        switch (input)
        {
            case IntInputAttribute i:
                Add(options, "default", Whole(i.Default, "Default"));
                Add(options, "min", Whole(i.Min, "Min"));
                Add(options, "max", Whole(i.Max, "Max"));
                Add(options, "step", Whole(i.Step, "Step"));
                Add(options, "control_after_generate", Control(i.ControlAfterGenerate));
                break;
            case FloatInputAttribute f:
                Add(options, "default", Real(f.Default));
                Add(options, "min", Real(f.Min));
                Add(options, "max", Real(f.Max));
                Add(options, "step", Real(f.Step));
                Add(options, "round", Real(f.Round));
                break;
            case StringInputAttribute s:
                if (s.DeclaresMultiline)
                {
                    options["multiline"] = s.Multiline;
                }

                Add(options, "default", s.Default);
                Add(options, "placeholder", s.Placeholder);
                AddFlag(options, "dynamicPrompts", s.DynamicPrompts);
                break;
            case BooleanInputAttribute b:
                if (b.DeclaresDefault)
                {
                    options["default"] = b.Default;
                }

                Add(options, "label_on", b.LabelOn);
                Add(options, "label_off", b.LabelOff);
                break;
            case ComboInputAttribute c:
                Add(options, "default", c.Default);
                AddFlag(options, "image_upload", c.ImageUpload);
                break;
        }
    }

    private static JsonNode? Whole(object? value, string option) => value switch
    {
        null => null,
        string text => JsonValues.FromPlain(BigInteger.TryParse(text, out var big)
            ? big : throw new FormatException($"{option} = \"{text}\" is no whole number.")),
        int or long or ulong or uint or short or byte => JsonValues.FromPlain(value is ulong u ? u : Convert.ToInt64(value)),
        _ => throw new FormatException($"{option} is a {value.GetType().Name}; an integer constant or a text is needed."),
    };

    private static JsonNode? Control(object? value) => value switch
    {
        null or false => null,
        true => true,
        string mode => mode,
        _ => throw new FormatException("ControlAfterGenerate must be true or the name of a mode."),
    };

    private static JsonNode? Real(double value) => JsonValues.Float(value);

    private static void Merge(JsonObject options, string text)
    {
        if (JsonNode.Parse(text) is not JsonObject further)
        {
            throw new FormatException("Options must be the text of a JSON object.");
        }

        foreach (var (name, value) in further)
        {
            options[name] = value?.DeepClone();
        }
    }

    private static void Add(JsonObject options, string name, JsonNode? value)
    {
        if (value is not null)
        {
            options[name] = value;
        }
    }

    private static void AddFlag(JsonObject options, string name, bool value)
    {
        if (value)
        {
            options[name] = true;
        }
    }
}
