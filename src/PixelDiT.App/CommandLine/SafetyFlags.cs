using System.CommandLine;

namespace PixelDiT.App.CommandLine;

/// <summary>Flags of the server about who may use it, and how much of it. ComfyUI has none of them.</summary>
internal static class SafetyFlags
{
    public static readonly Option<string?> ApiKeys = new("--api-keys")
    {
        Description = $"File of API keys, one name:key or name:key:admin a line; requests then need one. Without it the environment variable {SafetySettings.KeysVariable} "
            + "counts, with lines or commas between keys",
        HelpName = "FILE",
    };
    public static readonly Option<bool> AllowPublicWithoutKey = new("--allow-public-without-key")
    {
        Description = "Listen on addresses that other machines reach although there are no API keys",
    };
    public static readonly Option<string[]> AllowOrigin = Several("--allow-origin", "ORIGIN", "Let pages of this origin use the server, such as https://app.example; may be repeated");
    public static readonly Option<string[]> AllowHost = Several("--allow-host", "NAME", "Answer only under this name (header Host, *.example.com for all below) and loopback names; may be repeated");
    public static readonly Option<string[]> TrustedProxy = Several("--trusted-proxy", "ADDRESS", "Believe the X-Forwarded headers of this reverse proxy: an address or a network such as 10.0.0.0/8; may be repeated");
    public static readonly Option<string?> SubmitRate = new("--submit-rate")
    {
        Description = "How many jobs one key, or without keys one address, may submit: N/s, N/m or N/h; default: no limit", HelpName = "N/s",
    };
    public static readonly Option<bool> AcceptAnyUpload = new("--accept-any-upload") { Description = "Take uploads that are no images" };
    public static readonly Option<long?> MaxImagePixels = new("--max-image-pixels") { Description = "Most pixels of an image that is uploaded or shown, all frames together; default 268435456", HelpName = "N" };
    public static readonly Option<int?> MaxGraphNodes = new("--max-graph-nodes") { Description = "Most nodes of a workflow; default 200000", HelpName = "N" };
    public static readonly Option<int?> MaxSockets = new("--max-sockets") { Description = "Most /ws connections at a time; default 1000", HelpName = "N" };

    public static readonly Option<string[]> WebhookAllow = Several("--webhook-allow", "HOST", "Let webhooks go to this receiver although it is not on the public internet: a name (*.example.com for all below), an address or a network such as 10.0.0.0/8; may be repeated");
    public static readonly Option<string?> WebhookSecret = new("--webhook-secret-file")
    {
        Description = "File with the secret that signs webhooks which bring none of their own: whsec_ and base64, or any text on one line", HelpName = "FILE",
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All =>
        [ApiKeys, AllowPublicWithoutKey, AllowOrigin, AllowHost, TrustedProxy, SubmitRate, AcceptAnyUpload, MaxImagePixels, MaxGraphNodes, MaxSockets, WebhookAllow, WebhookSecret];

    private static Option<string[]> Several(string name, string value, string description) => new(name)
    {
        Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true,
    };
}
