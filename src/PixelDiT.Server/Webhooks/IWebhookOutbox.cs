namespace PixelDiT.Server.Webhooks;

/// <summary>The webhooks of jobs, kept where the jobs are: a job's end and its message are written in one step.</summary>
public interface IWebhookOutbox
{
    /// <summary>Raised when there is something to take; under the store's lock: handlers must be quick and must not call back.</summary>
    event Action? WebhooksReady;

    /// <summary>How many wait, for their jobs or for their receivers.</summary>
    int UndeliveredWebhooks { get; }

    /// <summary>Those that are to be sent, each once in the life of the process; also those that an earlier one did not get rid of.</summary>
    IReadOnlyList<WebhookDelivery> TakeReadyWebhooks();

    /// <summary>Writes down what came of an attempt.</summary>
    /// <param name="delivery">The webhook as it is now.</param>
    void RecordWebhook(WebhookDelivery delivery);

    /// <summary>The webhook of a job, or null.</summary>
    /// <param name="promptId">Id of the job.</param>
    /// <param name="owner">Only when it is this owner's; null for everybody's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<WebhookDelivery?> FindWebhookAsync(string promptId, string? owner, CancellationToken cancellationToken);
}
