using System.CommandLine;
using PixelDiT.App.Logging;

namespace PixelDiT.App.CommandLine;

/// <summary>Flags about watching the server. ComfyUI has none of them.</summary>
internal static class OperationFlags
{
    public static readonly Option<string> LogFormat = new("--log-format")
    {
        Description = "Log lines for people (text), or one JSON object a line (json)", HelpName = "FORMAT", DefaultValueFactory = _ => "text", Recursive = true,
    };
    public static readonly Option<string?> OtlpEndpoint = new("--otlp-endpoint")
    {
        Description = "Send metrics and traces to this OpenTelemetry collector, such as http://127.0.0.1:4317 (gRPC) or http://127.0.0.1:4318 (any other port: HTTP); default: nowhere",
        HelpName = "URL",
    };

    public static readonly Option<double> StopGrace = new("--stop-grace")
    {
        Description = "How long a stop waits for the running job to finish; after that, or at once, it goes back into the queue", HelpName = "SECONDS", DefaultValueFactory = _ => 0,
    };

    /// <summary>Those of the server alone.</summary>
    public static IReadOnlyList<Option> ForServer => [OtlpEndpoint, StopGrace];

    /// <summary>How long a stop waits for the running job.</summary>
    /// <exception cref="UsageException">It is out of its range.</exception>
    public static TimeSpan ReadStopGrace(ParseResult result) => result.GetValue(StopGrace) is var seconds and >= 0 and <= 86400
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException("--stop-grace takes a number of seconds from 0 to 86400.");

    /// <summary>How logs look.</summary>
    /// <exception cref="UsageException">There is no such format.</exception>
    public static LogFormat ReadLogFormat(ParseResult result) => result.GetValue(LogFormat) switch
    {
        "text" => Logging.LogFormat.Text,
        "json" => Logging.LogFormat.Json,
        var other => throw new UsageException($"--log-format takes text or json, not '{other}'."),
    };

    /// <summary>Where metrics and traces go; null for nowhere.</summary>
    /// <exception cref="UsageException">It is no address.</exception>
    public static Uri? ReadOtlpEndpoint(ParseResult result) => result.GetValue(OtlpEndpoint) switch
    {
        null => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" => uri,
        var other => throw new UsageException($"--otlp-endpoint takes an address such as http://127.0.0.1:4317, not '{other}'."),
    };
}
