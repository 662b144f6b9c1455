using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Prompts;

/// <summary>The body of <c>POST /prompt</c> with its fields checked for their JSON types, no more (protocol §2.1).</summary>
internal sealed record PromptRequest
{
    /// <summary>The graph, in API form or the editor's; null when the request has none.</summary>
    public required JsonObject? Prompt { get; init; }

    /// <summary>The id the client chose, whatever it looks like; null when it left it to the server.</summary>
    public required string? PromptId { get; init; }

    /// <summary>The place in the queue the client chose, or null.</summary>
    public required double? Number { get; init; }

    /// <summary>True when the job is to run before those that wait.</summary>
    public required bool Front { get; init; }

    /// <summary>Whose socket hears of the job; null when nobody's.</summary>
    public required string? ClientId { get; init; }

    /// <summary>What is kept with the job; without secrets.</summary>
    public required JsonObject ExtraData { get; init; }

    /// <summary>What was taken out of <see cref="ExtraData"/> because only nodes may see it.</summary>
    public required JobSecrets Secrets { get; init; }

    /// <summary>Who is to be told of the job's end, taken out of <see cref="ExtraData"/>; null when nobody is.</summary>
    public required WebhookTarget? Webhook { get; init; }

    /// <summary>The outputs that alone are wanted; null for all.</summary>
    public required IReadOnlyList<string>? Targets { get; init; }

    /// <summary>Takes the fields out of a body; the body's parts become parts of the request.</summary>
    /// <param name="body">The body.</param>
    /// <exception cref="PromptRequestException">A field has the wrong type.</exception>
    public static PromptRequest Read(JsonObject body)
    {
        var extraData = Detach(body, "extra_data", out var hasExtra) switch
        {
            JsonObject given => given,
            null when !hasExtra => [],
            var other => throw Wrong("extra_data", "an object", other),
        };
        var clientId = Text(body, "client_id") ?? Text(extraData, "client_id");
        if (clientId is not null)
        {
            extraData["client_id"] = clientId;
        }

        var secrets = new JobSecrets(Secret(extraData, "auth_token_comfy_org"), Secret(extraData, "api_key_comfy_org"));
        return new PromptRequest
        {
            Prompt = Detach(body, "prompt", out var hasPrompt) switch
            {
                JsonObject given => given,
                null when !hasPrompt => null,
                var other => throw Wrong("prompt", "an object of nodes", other),
            },
            PromptId = body["prompt_id"] is { } id ? id.GetValueKind() == JsonValueKind.String ? id.GetValue<string>() : id.ToJsonString() : null,
            Number = ReadNumber(body["number"]),
            Front = IsTruthy(body["front"]),
            ClientId = string.IsNullOrEmpty(clientId) ? null : clientId,
            ExtraData = extraData,
            Secrets = secrets,
            Webhook = ReadWebhook(extraData),
            Targets = ReadTargets(body["partial_execution_targets"]),
        };
    }

    /// <summary>
    /// The same request with its graph in API form. The editor's form goes into <c>extra_data.extra_pnginfo.workflow</c>, as front ends send it, so that images carry it;
    /// unless the client put one there.
    /// </summary>
    /// <param name="converted">What <see cref="Prompt"/> became.</param>
    public PromptRequest FromEditor(JsonObject converted)
    {
        // What is neither absent nor an object is left to those who read it.
        if (ExtraData["extra_pnginfo"] is null)
        {
            ExtraData["extra_pnginfo"] = new JsonObject();
        }

        if (ExtraData["extra_pnginfo"] is JsonObject info && info["workflow"] is null)
        {
            info["workflow"] = Prompt;
        }

        return this with { Prompt = converted };
    }

    // extra_data.pixeldit.webhook
    private static WebhookTarget? ReadWebhook(JsonObject extraData)
    {
        if (extraData["pixeldit"] is not JsonObject own)
        {
            return null;
        }

        var webhook = WebhookTarget.Read(Detach(own, "webhook", out _));
        if (own.Count == 0)
        {
            extraData.Remove("pixeldit");
        }

        return webhook;
    }

    private static double? ReadNumber(JsonNode? value)
    {
        var number = value?.GetValueKind() switch
        {
            null => (double?)null,
            JsonValueKind.Number => value.GetValue<double>(),
            JsonValueKind.String => Parse(value),
            _ => throw Wrong("number", "a number", value),
        };
        return number is null || double.IsFinite(number.Value) ? number : throw Wrong("number", "a finite number", value);
    }

    private static double Parse(JsonNode value) =>
        double.TryParse(value.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("number", "a number", value);

    private static List<string>? ReadTargets(JsonNode? value) => value switch
    {
        null => null,
        JsonArray ids => [.. ids.Select(id => id?.GetValueKind() switch
        {
            JsonValueKind.String => id.GetValue<string>(),
            JsonValueKind.Number => id.ToJsonString(),
            _ => throw Wrong("partial_execution_targets", "an array of node ids", value),
        })],
        _ => throw Wrong("partial_execution_targets", "an array of node ids", value),
    };

    private static string? Text(JsonObject from, string name) => from[name] switch
    {
        null => null,
        var value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var value => throw Wrong(name, "a text", value),
    };

    // Whatever it is, it does not stay; only a text is of use.
    private static string? Secret(JsonObject extraData, string name) =>
        Detach(extraData, name, out _) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool IsTruthy(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Number => value.GetValue<double>() != 0,
        JsonValueKind.String => value.GetValue<string>().Length > 0,
        JsonValueKind.Array => value.AsArray().Count > 0,
        JsonValueKind.Object => value.AsObject().Count > 0,
        _ => false,
    };

    // A node can have one parent only.
    private static JsonNode? Detach(JsonObject from, string name, out bool present)
    {
        present = from.TryGetPropertyValue(name, out var value);
        from.Remove(name);
        return value;
    }

    private static PromptRequestException Wrong(string field, string wanted, JsonNode? got)
    {
        var text = got?.ToJsonString() ?? "null";
        return new PromptRequestException($"'{field}' must be {wanted}; it is {JsonBody.KindOf(got)}: {(text.Length > 100 ? text[..100] + "…" : text)}");
    }
}

/// <summary>A field of the request has the wrong JSON type.</summary>
/// <param name="details">Which, what would be right, and what came.</param>
internal sealed class PromptRequestException(string details) : Exception(details);
