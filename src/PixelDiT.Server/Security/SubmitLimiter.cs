using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Logging;
using PixelDiT.Server.Http;
using PixelDiT.Server.Operations;
using PixelDiT.Server.Prompts;

namespace PixelDiT.Server.Security;

/// <summary>
/// Counts submissions, by the name of the key or else by address, and refuses those above <see cref="SecurityOptions.SubmitRate"/>. For routes through the
/// framework's rate limiting (<see cref="Configure"/>); other ways in ask <see cref="TryAcquire"/>: both count together.
/// </summary>
internal sealed class SubmitLimiter : IDisposable
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);

    private readonly SubmitRate? _rate;
    private readonly PartitionedRateLimiter<string> _limiter;
    private readonly ServerMetrics _metrics;
    private readonly ILogger _logger;

    /// <summary>Makes a limiter; one that lets everything pass when there is no rate.</summary>
    public SubmitLimiter(ServerOptions options, ServerMetrics metrics, ILogger<SubmitLimiter> logger)
    {
        _rate = options.Security.SubmitRate;
        _metrics = metrics;
        _logger = logger;
        _limiter = PartitionedRateLimiter.Create<string, string>(Partition);
    }

    /// <summary>True when a submission may come now.</summary>
    /// <param name="caller">Who sends it.</param>
    /// <param name="address">From where, for those who are nobody.</param>
    /// <param name="retryAfter">When to try again, if not.</param>
    public bool TryAcquire(Caller caller, IPAddress? address, out TimeSpan retryAfter)
    {
        var submitter = SubmitterOf(caller, address);
        using var lease = _limiter.AttemptAcquire(submitter);
        retryAfter = WaitOf(lease);
        if (!lease.IsAcquired)
        {
            Report(submitter);
        }

        return lease.IsAcquired;
    }

    /// <summary>Sets the framework's rate limiting up: it looks at routes that are marked with <see cref="SubmitsJobs"/>.</summary>
    public void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = _limiter.WithTranslatedKey<HttpContext>(
            context => context.GetEndpoint()?.Metadata.GetMetadata<SubmitsJobs>() is null ? "" : SubmitterOf(context), leaveOpen: true);
        options.OnRejected = async (rejected, cancellationToken) =>
        {
            var context = rejected.HttpContext;
            Report(SubmitterOf(context));
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = SecondsOf(WaitOf(rejected.Lease)).ToString();
            await context.Response.WriteAsJsonAsync(Refusal(WaitOf(rejected.Lease)), ServerJson.Default.PromptRefused, cancellationToken: cancellationToken);
        };
    }

    /// <summary>What a refused submitter is told.</summary>
    /// <param name="wait">When to try again.</param>
    public PromptRefused Refusal(TimeSpan wait) => PromptRefused.Of(
        RefusalTypes.RateLimited, "Too many submissions", $"This server takes {_rate} jobs from one submitter; try again in {SecondsOf(wait)} s.");

    /// <summary>Whole seconds for the header <c>Retry-After</c>, at least one.</summary>
    public static int SecondsOf(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();

    // A name and an address cannot be taken for each other: names have neither '.' nor ':'.
    private static string SubmitterOf(Caller caller, IPAddress? address) => caller.Owner ?? AddressOf(address);

    private static string SubmitterOf(HttpContext context) => SubmitterOf(Caller.Of(context), context.Connection.RemoteIpAddress);

    // Whoever has an IPv6 address has the whole /64 network around it.
    private static string AddressOf(IPAddress? address)
    {
        if (address is null)
        {
            return "local.";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return plain.ToString();
        }

        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }

    private static TimeSpan WaitOf(RateLimitLease lease) => lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : UsualWait;

    private RateLimitPartition<string> Partition(string submitter) => _rate is not { } rate || submitter.Length == 0
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetTokenBucketLimiter(submitter, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate.Count,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = rate.Per / rate.Count,
            QueueLimit = 0,
        });

    private void Report(string submitter)
    {
        _metrics.Refused("rate");
        SecurityLog.RateLimited(_logger, submitter, $"{_rate}");
    }
}

/// <summary>Marks routes through which jobs come.</summary>
internal sealed class SubmitsJobs
{
    /// <summary>The mark.</summary>
    public static readonly SubmitsJobs Mark = new();

    private SubmitsJobs()
    {
    }
}
