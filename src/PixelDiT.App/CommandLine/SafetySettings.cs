using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using PixelDiT.Graph.Prompts;
using PixelDiT.Imaging;
using PixelDiT.Server.Security;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.App.CommandLine;

/// <summary>Reads <see cref="SafetyFlags"/>.</summary>
internal static class SafetySettings
{
    /// <summary>Environment variable with API keys, for where a file is unhandy.</summary>
    public const string KeysVariable = "PIXELDIT_API_KEYS";

    /// <summary>The settings.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="listen">Addresses to listen on.</param>
    /// <exception cref="UsageException">A value is wrong, or the server would be open to everybody without having been told so.</exception>
    public static SecurityOptions Read(ParseResult result, IReadOnlyList<string> listen)
    {
        var options = new SecurityOptions
        {
            Keys = ReadKeys(result.GetValue(SafetyFlags.ApiKeys)),
            AllowPublicWithoutKeys = result.GetValue(SafetyFlags.AllowPublicWithoutKey),
            AllowedOrigins = [.. (result.GetValue(SafetyFlags.AllowOrigin) ?? []).Select(o => SecurityOptions.NormalOrigin(o)
                ?? throw new UsageException($"--allow-origin takes an origin such as https://app.example, not '{o}'."))],
            AllowedHosts = result.GetValue(SafetyFlags.AllowHost) ?? [],
            TrustedProxies = result.GetValue(SafetyFlags.TrustedProxy) ?? [],
            SubmitRate = result.GetValue(SafetyFlags.SubmitRate) is { } rate
                ? SubmitRate.TryParse(rate) ?? throw new UsageException($"--submit-rate takes a number of jobs per second, minute or hour, such as 5/s, 30/m or 100/h, not '{rate}'.")
                : null,
            AcceptAnyUpload = result.GetValue(SafetyFlags.AcceptAnyUpload),
            Images = ImageLimits.Default with { MaxPixels = AtLeastOne(result, SafetyFlags.MaxImagePixels, ImageLimits.Default.MaxPixels) },
        };
        RefuseOpenServer(options, listen);
        try
        {
            options.Validate(listen);
        }
        catch (ValidationException e)
        {
            // The server knows its options, not our flags.
            throw new UsageException(e.Message.Replace($"{nameof(options.TrustedProxies)}:", $"{SafetyFlags.TrustedProxy.Name}:", StringComparison.Ordinal));
        }

        return options;
    }

    /// <summary>Where webhooks may go, and what signs them.</summary>
    /// <exception cref="UsageException">A receiver is none, or the secret cannot be read.</exception>
    public static WebhookOptions ReadWebhooks(ParseResult result)
    {
        var options = new WebhookOptions
        {
            Allow = result.GetValue(SafetyFlags.WebhookAllow) ?? [],
            Secret = result.GetValue(SafetyFlags.WebhookSecret) is { } file ? ReadSecret(file) : null,
        };
        try
        {
            options.Validate();
        }
        catch (ValidationException e)
        {
            throw new UsageException($"--webhook-allow: {e.Message}");
        }

        return options;
    }

    /// <summary>Bounds of workflows.</summary>
    public static PromptLimits ReadPromptLimits(ParseResult result) =>
        PromptLimits.Default with { MaxNodes = (int)AtLeastOne(result, SafetyFlags.MaxGraphNodes, PromptLimits.Default.MaxNodes) };

    /// <summary>Most sockets.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="usual">How many when nothing is said.</param>
    public static int ReadMaxSockets(ParseResult result, int usual) => (int)AtLeastOne(result, SafetyFlags.MaxSockets, usual);

    /// <summary>What the user should know about what was asked for, one sentence each.</summary>
    public static IEnumerable<string> Notices(ParseResult result, SecurityOptions options, IReadOnlyList<string> listen)
    {
        if (options.Keys.Count == 0 && listen.Where(SecurityOptions.IsPublic).ToList() is { Count: > 0 } open)
        {
            yield return $"There are no API keys: anybody who reaches {string.Join(" or ", open)} can use this server.";
        }

        foreach (var key in options.Keys.Where(k => k.IsShort))
        {
            yield return $"The API key of '{key.Name}' has fewer than {ApiKey.RecommendedLength} characters and could be guessed.";
        }

        if (result.GetValue(SafetyFlags.ApiKeys) is { } file && !OperatingSystem.IsWindows() && File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead))
        {
            yield return $"Every user of this machine can read the API keys: chmod 600 {file}";
        }
    }

    private static IReadOnlyList<ApiKey> ReadKeys(string? file)
    {
        try
        {
            return file is not null ? ApiKeyList.Parse(File.ReadAllText(file), file)
                : Environment.GetEnvironmentVariable(KeysVariable) is { Length: > 0 } text ? ApiKeyList.Parse(text.Replace(',', '\n'), KeysVariable)
                : [];
        }
        catch (ApiKeyException e)
        {
            throw new UsageException($"--api-keys: {e.Message}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--api-keys: '{file}' cannot be read: {e.Message}");
        }
    }

    private static WebhookSecret ReadSecret(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: >= 1 and <= WebhookSecret.MaxLength } secret && !secret.Contains('\n')
                ? new WebhookSecret(secret)
                : throw new UsageException($"--webhook-secret-file: '{file}' must have one line of 1 to {WebhookSecret.MaxLength} characters.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--webhook-secret-file: '{file}' cannot be read: {e.Message}");
        }
    }

    private static void RefuseOpenServer(SecurityOptions options, IReadOnlyList<string> listen)
    {
        if (options.Keys.Count == 0 && !options.AllowPublicWithoutKeys && listen.FirstOrDefault(SecurityOptions.IsPublic) is { } open)
        {
            throw new UsageException(
                $"--listen {open}: other machines could reach the server, and without keys anybody there could run workflows and read the images.\n"
                + $"Either give it keys: --api-keys FILE, with a line name:key for each user (or the environment variable {KeysVariable}).\n"
                + "Or say that it is meant to be open, for example in a closed network: --allow-public-without-key.");
        }
    }

    private static long AtLeastOne<T>(ParseResult result, Option<T?> option, long usual)
        where T : struct, IConvertible => result.GetValue(option) switch
        {
            null => usual,
            var value when value.Value.ToInt64(null) >= 1 => value.Value.ToInt64(null),
            var other => throw new UsageException($"{option.Name} takes a number above 0, not {other}."),
        };
}
