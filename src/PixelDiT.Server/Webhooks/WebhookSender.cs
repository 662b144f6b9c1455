using System.Net;
using System.Net.Http.Headers;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using PixelDiT.Server.Storage;

namespace PixelDiT.Server.Webhooks;

/// <summary>
/// Sends webhooks until their receivers take them, with growing waits in between, or it is enough. At least once: when the server dies between an answer and
/// writing it down, the message goes out again with the same id.
/// </summary>
internal sealed class WebhookSender : BackgroundService
{
    private const int MaxErrorLength = 300;

    private readonly IWebhookOutbox _outbox;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lazy<HttpClient> _http;
    private readonly Lazy<ResiliencePipeline<WebhookDelivery>> _retries;

    /// <summary>Nothing yet; what is needed is made for the first webhook.</summary>
    public WebhookSender(IWebhookOutbox outbox, WebhookGuard guard, ServerOptions options, TimeProvider time, ILogger<WebhookSender> logger)
    {
        (_outbox, _options, _time, _logger) = (outbox, options.Webhooks, time, logger);
        _slots = new SemaphoreSlim(_options.MaxParallel);
        _http = new(() => MakeClient(guard, _options));
        _retries = new(MakePipeline);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        _slots.Dispose();
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _outbox.WebhooksReady += Wake;
        Wake();
        var sending = new HashSet<Task>();
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(stoppingToken))
            {
                sending.RemoveWhere(t => t.IsCompleted);
                foreach (var delivery in _outbox.TakeReadyWebhooks())
                {
                    sending.Add(DeliverAsync(delivery, stoppingToken));
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not delivered by now waits for the next start.
        }
        finally
        {
            _outbox.WebhooksReady -= Wake;
            await Task.WhenAll(sending);
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task DeliverAsync(WebhookDelivery delivery, CancellationToken stopping)
    {
        try
        {
            await _retries.Value.ExecuteAsync(async token => delivery = await TryOnceAsync(delivery, token), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It waits for the next start.
        }
        catch (Exception e)
        {
            Log.SendFault(_logger, delivery.Id, delivery.PromptId, e);
        }
    }

    private async Task<WebhookDelivery> TryOnceAsync(WebhookDelivery delivery, CancellationToken stopping)
    {
        await _slots.WaitAsync(stopping);
        Attempt attempt;
        try
        {
            attempt = await SendAsync(delivery, stopping);
        }
        finally
        {
            _slots.Release();
        }

        var tried = delivery with { Attempts = delivery.Attempts + 1, TriedAt = _time.GetUtcNow(), LastStatus = attempt.Status, LastError = attempt.Error };
        tried = attempt.Error is null ? tried.Done(WebhookState.Delivered)
            : attempt.Final || tried.Attempts >= _options.MaxAttempts ? tried.Done(WebhookState.GivenUp)
            : tried;
        if (tried.State == WebhookState.GivenUp)
        {
            Log.GivenUp(_logger, tried.PromptId, tried.Attempts, attempt.Error!);
        }

        try
        {
            _outbox.RecordWebhook(tried);
        }
        catch (JobStoreException e)
        {
            // It goes on all the same; at worst the next start sends it again.
            Log.NotRecorded(_logger, tried.PromptId, e.Message);
        }

        return tried;
    }

    private async Task<Attempt> SendAsync(WebhookDelivery delivery, CancellationToken stopping)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        timeout.CancelAfter(_options.Timeout);
        try
        {
            using var request = MakeRequest(delivery);
            // What the receiver says beside the status is not read.
            using var response = await _http.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            var status = (int)response.StatusCode;
            return status switch
            {
                >= 200 and < 300 => new Attempt(status, null, Final: true),
                >= 300 and < 400 => new Attempt(status, $"the receiver answers {status}; redirections are not followed", Final: true),
                (int)HttpStatusCode.Gone => new Attempt(status, "the receiver answers 410: it wants no more", Final: true),
                _ => new Attempt(status, $"the receiver answers {status}", Final: false),
            };
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return new Attempt(null, $"no answer within {_options.Timeout.TotalSeconds:0.###} s", Final: false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var text = (e.InnerException ?? e).Message;
            return new Attempt(null, text.Length <= MaxErrorLength ? text : text[..MaxErrorLength], Final: e.InnerException is WebhookRefusedException);
        }
    }

    private HttpRequestMessage MakeRequest(WebhookDelivery delivery)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Target.Url) { Content = new ReadOnlyMemoryContent(delivery.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", $"{timestamp}");
        if ((delivery.Target.Secret ?? _options.Secret) is { } secret)
        {
            request.Headers.Add("webhook-signature", secret.Sign(delivery.Id, timestamp, delivery.Body.Span));
        }

        return request;
    }

    private static HttpClient MakeClient(WebhookGuard guard, WebhookOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = guard.ConnectAsync,
            // All of these would lead past the guard, or keep something of one receiver for another.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectTimeout = options.Timeout,
            MaxResponseHeadersLength = 16,
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("pixeldit", typeof(WebhookSender).Assembly.GetName().Version?.ToString(3)));
        return client;
    }

    // The count of attempts is the delivery's own: it goes on after a restart, while the waits begin anew.
    private ResiliencePipeline<WebhookDelivery> MakePipeline() => new ResiliencePipelineBuilder<WebhookDelivery> { TimeProvider = _time }
        .AddRetry(new RetryStrategyOptions<WebhookDelivery>
        {
            ShouldHandle = static tried => ValueTask.FromResult(tried.Outcome.Result is { IsDone: false }),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = _options.FirstDelay,
            MaxDelay = _options.LongestDelay,
        })
        .Build();

    private readonly record struct Attempt(int? Status, string? Error, bool Final);
}
