using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Folders;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Generate;

/// <summary>The body of <c>POST /api/pixeldit/generate</c> with its members checked for their JSON types.</summary>
internal sealed record GenerateRequest
{
    private const double MostSeconds = 86400;

    // They say how the answer is to come: a repeated request may ask for another.
    private static readonly HashSet<string> AboutTheAnswer = ["prompt_id", "wait", "timeout", "response", "on_disconnect"];

    // They go to the queue as they are.
    private static readonly string[] Passed = ["client_id", "number", "front", "partial_execution_targets"];

    private static readonly string[] Known = ["workflow", "overrides", "extra_data", "webhook", .. AboutTheAnswer, .. Passed, .. SimpleForm.Members];

    /// <summary>The body.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>What the client calls the request; null when it does not.</summary>
    public required string? Key { get; init; }

    /// <summary>A hash of what is asked for.</summary>
    public required string Hash { get; init; }

    /// <summary>False when the answer is not to wait for the job. Default true.</summary>
    public required bool Wait { get; init; }

    /// <summary>How long it waits; null for as long as it takes.</summary>
    public required TimeSpan? Timeout { get; init; }

    /// <summary>True for the image itself, false for JSON; null when the request's header decides.</summary>
    public required bool? WantsImage { get; init; }

    /// <summary>True cancels the job when the client goes away while it waits. Default false: the job goes on, and the same request gets its result later.</summary>
    public required bool CancelWithClient { get; init; }

    /// <summary>A workflow, or the name of one; null for the simple form.</summary>
    public JsonNode? Workflow => Body["workflow"];

    /// <summary>Values for the workflow; null for none.</summary>
    public JsonObject? Overrides => Body["overrides"] as JsonObject;

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="headerKey">The header <c>Idempotency-Key</c>, or null.</param>
    /// <exception cref="GenerateException">A member is unknown, missing, or of the wrong kind.</exception>
    public static GenerateRequest Read(JsonObject body, string? headerKey)
    {
        foreach (var (name, _) in body.Where(m => !Known.Contains(m.Key)))
        {
            var near = NearNames.Of(name, Known);
            throw new GenerateException($"'{ShortText.Of(name)}' is not known here.{(near.Count > 0 ? $" Did you mean {string.Join(" or ", near)}?" : "")}");
        }

        if (SimpleForm.Problem(body) is { } problem)
        {
            throw new GenerateException(problem);
        }

        CheckForm(body);
        _ = Of<JsonObject>(body, "extra_data", "an object");
        _ = Of<JsonObject>(body, "webhook", "an object");
        return new GenerateRequest
        {
            Body = body,
            Key = ReadKey(body, headerKey),
            Hash = RequestKey.HashOf(body, AboutTheAnswer),
            Wait = Flag(body, "wait") ?? true,
            Timeout = ReadTimeout(body),
            WantsImage = Choice(body, "response", "image", "json"),
            CancelWithClient = Choice(body, "on_disconnect", "cancel", "continue") ?? false,
        };
    }

    /// <summary>What goes to the queue, beside the graph.</summary>
    public JsonObject ForQueue()
    {
        var extra = Body["extra_data"]?.DeepClone().AsObject() ?? [];
        RequestKey.Keep(extra, Hash);
        if (Body["webhook"] is { } webhook)
        {
            extra["pixeldit"]!["webhook"] = webhook.DeepClone();
        }

        var request = new JsonObject { ["extra_data"] = extra };
        foreach (var name in Passed.Where(Body.ContainsKey))
        {
            request[name] = Body[name]?.DeepClone();
        }

        return request;
    }

    private static void CheckForm(JsonObject body)
    {
        switch (body["workflow"])
        {
            case null when body["prompt"] is null:
                throw new GenerateException("either 'prompt', a text, or 'workflow', a graph or the name of one, is needed.");
            case null:
                break;
            case JsonObject or JsonValue when body["workflow"]!.GetValueKind() is JsonValueKind.Object or JsonValueKind.String:
                if (SimpleForm.Members.FirstOrDefault(body.ContainsKey) is { } simple)
                {
                    throw new GenerateException($"'{simple}' belongs to requests without 'workflow'; with one, values go into 'overrides', such as {{\"KSampler.seed\": 7}}.");
                }

                break;
            case var other:
                throw new GenerateException($"'workflow' must be a graph, or the name of a workflow, not {JsonBody.KindOf(other)}.");
        }

        if (Of<JsonObject>(body, "overrides", "an object such as {\"KSampler.seed\": 7}") is { } overrides && overrides.FirstOrDefault(o => o.Value is null) is { Key: { } none })
        {
            throw new GenerateException($"'overrides' has no value for '{ShortText.Of(none)}'.");
        }
    }

    private static string? ReadKey(JsonObject body, string? headerKey)
    {
        var id = Text(body, "prompt_id");
        if (id is not null && headerKey is not null && id != headerKey)
        {
            throw new GenerateException("'prompt_id' and the header Idempotency-Key name the same thing; they differ.");
        }

        return (id ?? headerKey) switch
        {
            null => null,
            { Length: >= 1 and <= RequestKey.MaxLength } key => key,
            var key => throw new GenerateException($"the id of a request has 1 to {RequestKey.MaxLength} characters, not {key.Length}."),
        };
    }

    private static TimeSpan? ReadTimeout(JsonObject body) => body["timeout"] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<double>(out var seconds) && seconds is >= 0 and <= MostSeconds => TimeSpan.FromSeconds(seconds),
        _ => throw new GenerateException($"'timeout' must be a number of seconds from 0 to {MostSeconds}."),
    };

    private static bool? Flag(JsonObject body, string name) => body[name]?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new GenerateException($"'{name}' must be true or false, not {JsonBody.KindOf(body[name])}."),
    };

    private static bool? Choice(JsonObject body, string name, string yes, string no)
    {
        var text = Text(body, name);
        return text is null ? null : text == yes || (text == no ? false : throw new GenerateException($"'{name}' must be \"{yes}\" or \"{no}\", not \"{ShortText.Of(text)}\"."));
    }

    private static string? Text(JsonObject body, string name) => body[name] switch
    {
        null => null,
        var value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var value => throw new GenerateException($"'{name}' must be a text, not {JsonBody.KindOf(value)}."),
    };

    private static T? Of<T>(JsonObject body, string name, string wanted)
        where T : JsonNode => body[name] switch
        {
            null => null,
            T value => value,
            var other => throw new GenerateException($"'{name}' must be {wanted}, not {JsonBody.KindOf(other)}."),
        };
}

/// <summary>A request that cannot be understood.</summary>
/// <param name="details">What is wrong, and what would be right.</param>
internal sealed class GenerateException(string details) : Exception(details);
