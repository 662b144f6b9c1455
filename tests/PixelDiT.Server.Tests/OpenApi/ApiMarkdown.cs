using System.Text;
using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.OpenApi;

/// <summary>Writes an OpenAPI document as Markdown, for people.</summary>
internal static class ApiMarkdown
{
    /// <summary>The whole text.</summary>
    public static string Of(JsonNode document)
    {
        var text = new StringBuilder();
        text.Append("# ").Append((string?)document["info"]!["title"]).Append(": the HTTP API\n\n");
        text.Append("Made from `/openapi/v1.json`; see the end for how to make it again.\n\n");
        text.Append(Paragraphs((string?)document["info"]!["description"])).Append("\n\n");
        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => new Operation(o.Key.ToUpperInvariant(), p.Key, o.Value!.AsObject()))).ToList();
        foreach (var tag in document["tags"]!.AsArray())
        {
            var name = (string)tag!["name"]!;
            var some = operations.Where(o => (string?)o.Json["tags"]![0] == name).OrderBy(o => o.Path, StringComparer.Ordinal).ThenBy(o => o.Method, StringComparer.Ordinal).ToList();
            if (some.Count == 0)
            {
                continue;
            }

            text.Append("## ").Append(char.ToUpperInvariant(name[0])).Append(name[1..]).Append("\n\n").Append((string?)tag["description"]).Append("\n\n");
            foreach (var operation in some)
            {
                Write(text, operation, document);
            }
        }

        text.Append("---\n\nA test fails when this file is not what the routes say. Make it again with\n")
            .Append("`PIXELDIT_WRITE_DOCS=1 dotnet test tests/PixelDiT.Server.Tests -c Release --filter ApiDocTests`.\n");
        return text.ToString();
    }

    private static void Write(StringBuilder text, Operation operation, JsonNode document)
    {
        text.Append("### `").Append(operation.Method).Append(' ').Append(operation.Path).Append("`\n\n").Append((string?)operation.Json["summary"]).Append('.');
        if ((string?)operation.Json["description"] is { } description)
        {
            text.Append(' ').Append(Paragraphs(description));
        }

        text.Append("\n\n");
        if (operation.Json["parameters"] is JsonArray { Count: > 0 } parameters)
        {
            text.Append("| parameter | in | type | |\n| --- | --- | --- | --- |\n");
            foreach (var parameter in parameters)
            {
                text.Append("| `").Append((string?)parameter!["name"]).Append("` | ").Append((string?)parameter["in"]).Append(" | ").Append(TypeOf(parameter["schema"], document)).Append(" | ")
                    .Append(Cell((string?)parameter["description"])).Append(" |\n");
            }

            text.Append('\n');
        }

        if (operation.Json["requestBody"] is JsonObject body)
        {
            var (type, media) = body["content"]!.AsObject().First();
            text.Append("Body, `").Append(type).Append('`').Append((bool?)body["required"] == true ? "" : ", may be left out").Append(": ").Append((string?)body["description"]).Append("\n\n");
            Fields(text, media!["schema"], document);
            if (media["example"] is { } example)
            {
                text.Append("```json\n").Append(example.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })).Append("\n```\n\n");
            }
        }

        text.Append("| status | |\n| --- | --- |\n");
        foreach (var (status, response) in operation.Json["responses"]!.AsObject().OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            text.Append("| ").Append(status).Append(" | ").Append(Cell((string?)response!["description"]));
            if (response["content"] is JsonObject { Count: > 0 } content)
            {
                text.Append(" (").Append(string.Join(", ", content.Select(c => Shape(c.Key, c.Value!["schema"], document)))).Append(')');
            }

            text.Append(" |\n");
        }

        text.Append('\n');
    }

    // What a JSON answer holds at its first level, or its content type.
    private static string Shape(string type, JsonNode? schema, JsonNode document)
    {
        var members = Resolve(schema, document)?["properties"]?.AsObject().Select(p => $"`{p.Key}`").ToList() ?? [];
        return type != "application/json" ? $"`{type}`" : members.Count == 0 ? "JSON" : $"JSON: {string.Join(", ", members)}";
    }

    private static void Fields(StringBuilder text, JsonNode? schema, JsonNode document)
    {
        if (Resolve(schema, document)?["properties"] is not JsonObject { Count: > 0 } fields)
        {
            return;
        }

        var needed = (schema!["required"]?.AsArray() ?? []).Select(r => (string?)r).ToHashSet();
        text.Append("| field | type | |\n| --- | --- | --- |\n");
        foreach (var (name, field) in fields)
        {
            text.Append("| `").Append(name).Append('`').Append(needed.Contains(name) ? " (needed)" : "").Append(" | ").Append(TypeOf(field, document)).Append(" | ").Append(Cell((string?)field!["description"])).Append(" |\n");
        }

        text.Append('\n');
    }

    private static string TypeOf(JsonNode? schema, JsonNode document)
    {
        var resolved = Resolve(schema, document);
        if (resolved?["enum"] is JsonArray choices)
        {
            return string.Join(", ", choices.Select(c => $"`{c}`"));
        }

        return (string?)resolved?["format"] == "binary" ? "file" : resolved?["type"] switch
        {
            JsonArray several => string.Join(" or ", several.Select(t => (string?)t)),
            { } one => (string)one!,
            null => "any",
        };
    }

    private static JsonNode? Resolve(JsonNode? schema, JsonNode document) =>
        (string?)schema?["$ref"] is { } reference ? reference[2..].Split('/').Aggregate((JsonNode?)document, (node, part) => node?[part]) : schema;

    private static string Cell(string? text) => Paragraphs(text).Replace("|", "\\|");

    private static string Paragraphs(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    private sealed record Operation(string Method, string Path, JsonObject Json);
}
