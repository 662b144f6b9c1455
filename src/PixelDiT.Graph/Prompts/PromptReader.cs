using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Prompts;

/// <summary>Reads graphs in API form (protocol §8.1): <c>{id: {class_type, inputs: {name: value or [id, slot]}, _meta: {title}}}</c>.</summary>
public static class PromptReader
{
    /// <summary>
    /// Parses JSON text that holds a prompt or a request around one: nesting is bounded; repeated member names and texts that are no Unicode (half a
    /// surrogate pair, which could never be printed again) are refused wherever they stand.
    /// </summary>
    /// <param name="utf8Json">The text.</param>
    /// <param name="limits">Bounds; null for <see cref="PromptLimits.Default"/>.</param>
    /// <returns>The JSON value; null for JSON's null.</returns>
    /// <exception cref="PromptFormatException">One of these.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8Json, PromptLimits? limits = null)
    {
        try
        {
            var depth = (limits ?? PromptLimits.Default).MaxDepth;
            RefuseBrokenEscapes(utf8Json, depth);
            return JsonNode.Parse(utf8Json, documentOptions: new JsonDocumentOptions { MaxDepth = depth, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw new PromptFormatException("The text is no valid JSON", e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            throw new PromptFormatException("A text is no valid Unicode", e.Message, e);
        }
    }

    /// <summary>Reads a graph from JSON text.</summary>
    /// <param name="utf8Json">The text of the graph itself.</param>
    /// <param name="limits">Bounds; null for <see cref="PromptLimits.Default"/>.</param>
    /// <exception cref="PromptFormatException">The text is no graph.</exception>
    public static PromptGraph Read(ReadOnlySpan<byte> utf8Json, PromptLimits? limits = null) => Read(Parse(utf8Json, limits), limits);

    /// <summary>Reads a graph from a JSON element.</summary>
    /// <param name="prompt">The graph itself.</param>
    /// <param name="limits">Bounds; null for <see cref="PromptLimits.Default"/>.</param>
    /// <exception cref="PromptFormatException">The element is no graph.</exception>
    public static PromptGraph Read(JsonElement prompt, PromptLimits? limits = null) =>
        Read(
            prompt.ValueKind switch
            {
                JsonValueKind.Object => JsonObject.Create(prompt),
                JsonValueKind.Array => JsonArray.Create(prompt),
                _ => JsonValue.Create(prompt),
            },
            limits);

    /// <summary>Reads a graph. Classes, links and values are not judged here, only the JSON types.</summary>
    /// <param name="prompt">The graph itself.</param>
    /// <param name="limits">Bounds; null for <see cref="PromptLimits.Default"/>.</param>
    /// <exception cref="PromptFormatException">The value is no graph.</exception>
    public static PromptGraph Read(JsonNode? prompt, PromptLimits? limits = null)
    {
        limits ??= PromptLimits.Default;
        try
        {
            var graph = prompt as JsonObject ?? throw Wrong("The prompt must be an object of nodes", $"prompt is {Kind(prompt)}");
            if (graph.Count > limits.MaxNodes)
            {
                throw Wrong("The prompt has too many nodes", $"{graph.Count} nodes; at most {limits.MaxNodes} are accepted");
            }

            var nodes = new PromptNode[graph.Count];
            var i = 0;
            foreach (var (id, value) in graph)
            {
                nodes[i++] = ReadNode(id, value, limits);
            }

            return new PromptGraph(nodes);
        }
        // JsonObject reads its text late: a repeated name shows when the object is first looked into.
        catch (ArgumentException e)
        {
            throw new PromptFormatException("A name is used twice in one object", e.Message, e);
        }
        // An escape such as \ud800 without its other half.
        catch (InvalidOperationException e)
        {
            throw new PromptFormatException("A text is no valid Unicode", e.Message, e);
        }
        catch (OverflowException e)
        {
            throw new PromptFormatException("A number is too long", e.Message, e);
        }
    }

    // Half a surrogate pair passes the parser and throws when the text is read.
    private static void RefuseBrokenEscapes(ReadOnlySpan<byte> utf8Json, int maxDepth)
    {
        if (utf8Json.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }

    private static PromptNode ReadNode(string id, JsonNode? value, PromptLimits limits)
    {
        var node = value as JsonObject ?? throw Wrong("A node must be an object", $"node #{id} is {Kind(value)}");
        foreach (var (key, member) in node)
        {
            // What is ignored is stored and printed all the same; the inputs follow below.
            if (key != "inputs")
            {
                CheckReadable(member, limits.MaxDepth - 2);
            }
        }

        var hasClass = node.TryGetPropertyValue("class_type", out var classValue);
        var classType = classValue is JsonValue text && text.TryGetValue<string>(out var name) ? name : null;
        var hasInputs = node.TryGetPropertyValue("inputs", out var inputsValue);
        if (hasInputs && inputsValue is not JsonObject)
        {
            throw Wrong("The inputs of a node must be an object", $"inputs of node #{id} is {Kind(inputsValue)}");
        }

        return new PromptNode(id, classType, ReadInputs(id, (JsonObject?)inputsValue, limits), Title(node))
        {
            InputsMissing = !hasInputs,
            ClassTypeFault = hasClass && classType is null ? new ClassTypeFault(classValue) : null,
        };
    }

    private static KeyValuePair<string, PromptInput>[] ReadInputs(string id, JsonObject? values, PromptLimits limits)
    {
        if (values is null || values.Count == 0)
        {
            return [];
        }

        if (values.Count > limits.MaxInputs)
        {
            throw Wrong("A node has too many inputs", $"node #{id} has {values.Count}; at most {limits.MaxInputs} are accepted");
        }

        var inputs = new KeyValuePair<string, PromptInput>[values.Count];
        var i = 0;
        foreach (var (name, value) in values)
        {
            inputs[i++] = new(name, ReadInput(value, limits.MaxDepth - 3));
        }

        return inputs;
    }

    /// <summary>Any array is meant as a link; arrays as values are wrapped as <c>{"__value__": [...]}</c>.</summary>
    private static PromptInput ReadInput(JsonNode? value, int depth)
    {
        switch (value)
        {
            case JsonArray array:
                CheckReadable(array, depth);
                return array.Count == 2 && JsonValues.ToPlain(array[0]) is string source && JsonValues.ToPlain(array[1]) is long slot and >= 0 and <= int.MaxValue
                    ? new PromptInput.Link(source, (int)slot)
                    : new PromptInput.BadLink(array);
            case JsonObject wrapped when wrapped.TryGetPropertyValue("__value__", out var inner):
                return Literal(inner, depth - 1);
            default:
                return Literal(value, depth);
        }
    }

    private static PromptInput.Literal Literal(JsonNode? value, int depth)
    {
        CheckReadable(value, depth);
        return new PromptInput.Literal(value) { Plain = JsonValues.ToPlain(value) };
    }

    // Throws for a number that is too long or a text that is no Unicode, wherever it hides. The parser bounds the depth as well, but not everyone parses here.
    private static void CheckReadable(JsonNode? value, int depth)
    {
        switch (value)
        {
            case JsonObject or JsonArray when depth <= 0:
                throw Wrong("The prompt is nested too deeply", "objects and lists within each other beyond the accepted depth");
            case JsonObject members:
                foreach (var (_, member) in members)
                {
                    CheckReadable(member, depth - 1);
                }

                break;
            case JsonArray array:
                foreach (var element in array)
                {
                    CheckReadable(element, depth - 1);
                }

                break;
            default:
                _ = JsonValues.ToPlain(value);
                break;
        }
    }

    private static string? Title(JsonObject node) =>
        node.TryGetPropertyValue("_meta", out var meta) && meta is JsonObject members
        && members.TryGetPropertyValue("title", out var title) && title is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static PromptFormatException Wrong(string message, string details) => new(message, details);

    private static string Kind(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };
}
