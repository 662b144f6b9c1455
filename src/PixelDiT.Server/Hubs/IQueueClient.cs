using PixelDiT.Server.Events;

namespace PixelDiT.Server.Hubs;

/// <summary>What clients of the hub hear.</summary>
public interface IQueueClient
{
    /// <summary>Something happened. Batches come in order and fit together, see <see cref="EventBatch"/>.</summary>
    /// <param name="batch">At least one event, or only a new <see cref="EventBatch.UpTo"/> after a long time in which nothing concerned the client.</param>
    Task Events(EventBatch batch);

    /// <summary>
    /// The log does not reach back to where the client stands: it was away or too slow for too long, or the server was started again.
    /// What the client knows of the queue is replaced by this; the next batch goes on from there.
    /// </summary>
    /// <param name="snapshot">The queue now.</param>
    Task Reset(QueueOverview snapshot);
}
