using Microsoft.Data.Sqlite;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Storage;

/// <content>The webhooks of the jobs: written in the steps that concern the job, and those that are not done also in memory.</content>
public sealed partial class SqliteJobStore
{
    private WebhookBook _webhooks = new();

    /// <inheritdoc />
    public event Action? WebhooksReady;

    /// <inheritdoc />
    public int UndeliveredWebhooks
    {
        get
        {
            lock (_gate)
            {
                return _webhooks.Undelivered;
            }
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<WebhookDelivery> TakeReadyWebhooks()
    {
        lock (_gate)
        {
            return _webhooks.TakeReady();
        }
    }

    /// <inheritdoc />
    public void RecordWebhook(WebhookDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        lock (_gate)
        {
            Write(_state, () => _writer.PutWebhook(delivery));
            _webhooks.Set(delivery);
        }
    }

    /// <inheritdoc />
    public async ValueTask<WebhookDelivery?> FindWebhookAsync(string promptId, string? owner, CancellationToken cancellationToken)
    {
        WebhookDelivery? known;
        lock (_gate)
        {
            known = _webhooks.Find(promptId);
        }

        known ??= await _readers.ReadAsync(r => r.Webhook(promptId), cancellationToken);
        return owner is null || known?.Owner == owner ? known : null;
    }

    private void LoadWebhooks(SqliteConnection connection)
    {
        _webhooks = new WebhookBook();
        using var open = new Statement(connection, $"SELECT {WebhookRows.Columns} FROM webhook WHERE state < {(int)WebhookState.Delivered}");
        using var rows = open.Read();
        while (rows.Next())
        {
            _webhooks.Set(WebhookRows.Read(rows));
        }
    }

    // The webhook of a job that is over now, as it is to be written together with that end; null when there is none.
    private WebhookDelivery? WebhookOver_NeedsLock(HistoryEntry entry) => _webhooks.WaitingFor(entry.PromptId)?.Over(entry);

    // What was written is true from now on.
    private void Know_NeedsLock(WebhookDelivery? webhook)
    {
        if (webhook is not null && _webhooks.Set(webhook))
        {
            WebhooksReady?.Invoke();
        }
    }
}
