using System.ComponentModel.DataAnnotations;

namespace PixelDiT.Server.Webhooks;

/// <summary>Where webhooks may go, and how hard they are tried.</summary>
public sealed record WebhookOptions
{
    /// <summary>
    /// Receivers that are allowed although their addresses are not public: names (<c>hooks.local</c>, <c>*.corp.example</c> for all below), addresses, networks
    /// (<c>10.0.0.0/8</c>). Default none: loopback, link-local and private addresses are refused.
    /// </summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Signs webhooks that bring no secret of their own. Default null: those are not signed.</summary>
    public WebhookSecret? Secret { get; init; }

    /// <summary>Most attempts of one delivery, over restarts. Default 12: some three hours.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 12;

    /// <summary>About how long after the first attempt the second follows; each further wait is about twice as long. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait between attempts. Default an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a receiver may take to answer. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most webhooks that wait, for their jobs or for their receivers; further jobs with one are refused with 429. Default 10 000.</summary>
    [Range(1, 1_000_000)]
    public int MaxUndelivered { get; init; } = 10_000;

    /// <summary>Most requests to receivers at a time. Default 8.</summary>
    [Range(1, 256)]
    public int MaxParallel { get; init; } = 8;

    /// <summary>Checks what attributes cannot say.</summary>
    /// <exception cref="ValidationException">Something of <see cref="Allow"/> is no name, address or network.</exception>
    public void Validate() => _ = new WebhookGuard(this);
}
