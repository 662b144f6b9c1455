using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Jobs;

/// <summary>Queue, history and the view over both: one object, because a job goes from one to the other in one step.</summary>
public interface IJobStore : IJobQueue, IJobHistory, IJobCatalog, IWebhookOutbox, IDisposable
{
    /// <summary>Writes down what is written down already, to see whether it can.</summary>
    /// <exception cref="Storage.JobStoreException">It cannot; the message says why.</exception>
    void Probe();
}
