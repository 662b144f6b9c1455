using PixelDiT.Server.Jobs;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Storage;

/// <summary>Rows as webhooks. The column list, the values and the reader belong together.</summary>
internal static class WebhookRows
{
    /// <summary>Columns, in the order of the table.</summary>
    public const string Columns = "id, seq, job, owner, url, secret, events, state, attempts, status, error, tried, body";

    /// <summary>Values for <see cref="Columns"/>.</summary>
    public static object?[] Values(WebhookDelivery d) =>
    [
        d.Id, d.Sequence, d.PromptId, d.Owner, d.Target.Url.AbsoluteUri, d.Target.Secret?.Text, d.Target.Ends.Aggregate(0, (bits, end) => bits | (1 << (int)end)),
        (int)d.State, d.Attempts, d.LastStatus, d.LastError, Sqlite.TicksOf(d.TriedAt), d.Body,
    ];

    /// <summary>A webhook.</summary>
    public static WebhookDelivery Read(Statement.Rows row)
    {
        var bits = (int)row.Integer(6);
        return new WebhookDelivery
        {
            Id = row.Text(0),
            Sequence = row.Integer(1),
            PromptId = row.Text(2),
            Owner = row.TextOrNull(3),
            Target = new WebhookTarget(
                new Uri(row.Text(4)), row.TextOrNull(5) is { } secret ? new WebhookSecret(secret) : null, [.. WebhookTarget.AllEnds.Where(e => (bits & (1 << (int)e)) != 0)]),
            State = (WebhookState)row.Integer(7),
            Attempts = (int)row.Integer(8),
            LastStatus = row.IsNull(9) ? null : (int)row.Integer(9),
            LastError = row.TextOrNull(10),
            TriedAt = row.TimeOrNull(11),
            Body = row.Bytes(12),
        };
    }
}
