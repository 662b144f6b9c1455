using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Prompts;

namespace PixelDiT.Server.Webhooks;

/// <summary>Who is to be told of a job's end; no record, because addresses can be secrets too.</summary>
/// <param name="url">Where; http or https, without a user name.</param>
/// <param name="secret">Signs it; null for the server's own secret.</param>
/// <param name="ends">The ends that are told.</param>
public sealed class WebhookTarget(Uri url, WebhookSecret? secret, IReadOnlyList<JobStatus> ends)
{
    private const int MaxUrlLength = 2048;
    private static readonly string[] Members = ["url", "secret", "events"];

    /// <summary>All ends a job can come to.</summary>
    public static readonly IReadOnlyList<JobStatus> AllEnds = [JobStatus.Completed, JobStatus.Failed, JobStatus.Cancelled];

    /// <summary>Where.</summary>
    public Uri Url { get; } = url;

    /// <summary>Signs it; null for the server's own secret.</summary>
    public WebhookSecret? Secret { get; } = secret;

    /// <summary>The ends that are told.</summary>
    public IReadOnlyList<JobStatus> Ends { get; } = ends;

    /// <summary>The same without its secret.</summary>
    internal WebhookTarget WithoutSecret() => new(Url, null, Ends);

    // {"url":U,"secret"?:S,"events"?:["completed"|"failed"|"cancelled",...]}
    /// <summary>Reads what a client sent.</summary>
    /// <exception cref="PromptRequestException">It is not as it should be; the message never holds the secret.</exception>
    internal static WebhookTarget? Read(JsonNode? value)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not JsonObject fields)
        {
            throw new PromptRequestException($"'webhook' must be an object {{\"url\": …}}, not {JsonBody.KindOf(value)}");
        }

        if (fields.FirstOrDefault(f => !Members.Contains(f.Key)) is { Key: { } unknown })
        {
            throw new PromptRequestException($"'webhook' has {string.Join(", ", Members)}; '{(unknown.Length > 40 ? "…" : unknown)}' is not among them");
        }

        return new WebhookTarget(ReadUrl(fields["url"]), ReadSecret(fields["secret"]), ReadEnds(fields["events"]));
    }

    private static Uri ReadUrl(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var url) && url.Length <= MaxUrlLength && Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Host.Length > 0
            ? uri
            : throw new PromptRequestException($"'webhook.url' must be an address such as https://app.example/done: http or https, without a user name, at most {MaxUrlLength} characters");

    private static WebhookSecret? ReadSecret(JsonNode? value) => value switch
    {
        null => null,
        JsonValue text when text.TryGetValue<string>(out var secret) && secret.Length is >= 1 and <= WebhookSecret.MaxLength => new WebhookSecret(secret),
        _ => throw new PromptRequestException($"'webhook.secret' must be a text of 1 to {WebhookSecret.MaxLength} characters"),
    };

    private static IReadOnlyList<JobStatus> ReadEnds(JsonNode? value)
    {
        switch (value)
        {
            case null:
                return AllEnds;
            case JsonArray { Count: >= 1 and <= 10 } names:
                var ends = names.Select(n => n is JsonValue v && v.GetValueKind() == JsonValueKind.String && JobStatusNames.TryParse(v.GetValue<string>(), out var status) ? status : (JobStatus?)null).ToList();
                if (ends.TrueForAll(e => e is { } known && AllEnds.Contains(known)))
                {
                    return [.. ends.OfType<JobStatus>().Distinct()];
                }

                break;
        }

        throw new PromptRequestException($"'webhook.events' must be a list of {string.Join(", ", AllEnds.Select(JobStatusNames.Of))}");
    }
}
