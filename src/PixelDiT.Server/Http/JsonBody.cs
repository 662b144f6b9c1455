using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace PixelDiT.Server.Http;

/// <summary>A request body read as JSON, whatever its Content-Type says (protocol §1): many clients send none, or text/plain.</summary>
internal sealed class JsonBody : IBindableFromHttpContext<JsonBody>
{
    /// <summary>Deeper nesting is refused: editor workflows stay far below, and what reads them may recurse.</summary>
    public const int MaxDepth = 128;

    private JsonBody(JsonNode? value, string? problem) => (Value, Problem) = (value, problem);

    /// <summary>The value; null for JSON's null and for a body that is no JSON.</summary>
    public JsonNode? Value { get; }

    /// <summary>Why the body is no JSON; null when it is.</summary>
    public string? Problem { get; }

    /// <summary>The value as an object, or null with the reason in <paramref name="problem"/>.</summary>
    public JsonObject? AsObject(out string problem)
    {
        problem = Problem ?? (Value is JsonObject ? "" : $"The body must be a JSON object, not {KindOf(Value)}.");
        return Value as JsonObject;
    }

    /// <summary>What a value is, for error texts.</summary>
    public static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "a boolean",
    };

    /// <summary>A value for error texts: itself where it is a single one, and otherwise what it is.</summary>
    public static string ShortOf(JsonNode? value) => value switch
    {
        JsonValue single when single.TryGetValue<string>(out var text) => $"'{ShortText.Of(text)}'",
        JsonValue single => ShortText.Of(single.ToJsonString()),
        _ => KindOf(value),
    };

    /// <summary>Reads the whole body.</summary>
    public static async ValueTask<JsonBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        LimitSize(context);
        var reader = context.Request.BodyReader;
        var read = await reader.ReadAsync(context.RequestAborted);
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync(context.RequestAborted);
        }

        var body = read.Buffer.IsSingleSegment ? Parse(read.Buffer.FirstSpan) : Parse(read.Buffer.ToArray());
        reader.AdvanceTo(read.Buffer.End);
        return body;
    }

    // A body of JSON takes several times its size when it is read; the server's own limit is made for uploads.
    private static void LimitSize(HttpContext context)
    {
        var limit = context.RequestServices.GetRequiredService<ServerOptions>().Security.MaxJsonBytes;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size && !(size.MaxRequestBodySize <= limit))
        {
            size.MaxRequestBodySize = limit;
        }
    }

    /// <summary>Reads a text that is at hand.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="maxDepth">Deepest nesting that is taken.</param>
    public static JsonBody Parse(ReadOnlySpan<byte> utf8, int maxDepth = MaxDepth)
    {
        var text = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (text.IsEmpty)
        {
            return new JsonBody(null, "The request has no body.");
        }

        if (!Utf8.IsValid(text))
        {
            return new JsonBody(null, "The body is not UTF-8.");
        }

        try
        {
            RefuseBrokenEscapes(text, maxDepth);
            // Of two properties with the same name one would be lost without a word.
            return new JsonBody(JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false }), null);
        }
        catch (JsonException e)
        {
            return new JsonBody(null, $"The body is not JSON: {Explain(e, text)}");
        }
        catch (InvalidOperationException e)
        {
            return new JsonBody(null, $"The body is not JSON: {e.Message}");
        }
    }

    // The parser counts lines and bytes from 0, and says so behind its reason.
    private static string Explain(JsonException e, ReadOnlySpan<byte> text)
    {
        if (e.LineNumber is not { } line || e.BytePositionInLine is not { } position)
        {
            return e.Message;
        }

        var rest = text;
        for (var i = 0L; i < line; i++)
        {
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        }

        var column = Encoding.UTF8.GetCharCount(rest[..(int)Math.Min(position, rest.Length)]) + 1;
        var reason = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end ? e.Message[..end] : e.Message;
        return $"{reason} (line {line + 1}, column {column})";
    }

    // Half of a surrogate pair passes the parser and throws when the text is read: it has to be found here.
    private static void RefuseBrokenEscapes(ReadOnlySpan<byte> text, int maxDepth)
    {
        if (text.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }
}
