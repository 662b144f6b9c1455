namespace PixelDiT.Server.Webhooks;

/// <summary>The webhooks that a store has in memory: all that are not done, and the last of those that are. Not thread-safe.</summary>
internal sealed class WebhookBook
{
    private const int MostDone = 1000;

    // By job: a job has at most one, and its id is free for another job only after it was forgotten.
    private readonly Dictionary<string, WebhookDelivery> _open = [];
    private readonly Dictionary<string, WebhookDelivery> _byJob = [];
    private readonly Queue<WebhookDelivery> _done = new();
    private readonly List<WebhookDelivery> _ready = [];

    /// <summary>Those that are not done.</summary>
    public int Undelivered => _open.Count;

    /// <summary>The webhook that waits for a job's end, or null.</summary>
    public WebhookDelivery? WaitingFor(string promptId) => _byJob.GetValueOrDefault(promptId) is { State: WebhookState.Waiting } waiting ? waiting : null;

    /// <summary>The last webhook of a job, or null.</summary>
    public WebhookDelivery? Find(string promptId) => _byJob.GetValueOrDefault(promptId);

    /// <summary>Adds a webhook, or says how far it is now.</summary>
    /// <returns>True when there is something new to take.</returns>
    public bool Set(WebhookDelivery delivery)
    {
        var isNew = !_open.ContainsKey(delivery.Id) || _open[delivery.Id].State == WebhookState.Waiting;
        // An older one of a forgotten job does not hide that of the job which has its id now.
        if (!_byJob.TryGetValue(delivery.PromptId, out var known) || known.Id == delivery.Id || known.IsDone || delivery.State == WebhookState.Waiting)
        {
            _byJob[delivery.PromptId] = delivery;
        }

        if (delivery.IsDone)
        {
            _open.Remove(delivery.Id);
            Bound(delivery);
            return false;
        }

        _open[delivery.Id] = delivery;
        if (delivery.State != WebhookState.Ready || !isNew)
        {
            return false;
        }

        _ready.Add(delivery);
        return true;
    }

    /// <summary>Those that became ready since the last time.</summary>
    public IReadOnlyList<WebhookDelivery> TakeReady()
    {
        WebhookDelivery[] ready = [.. _ready];
        _ready.Clear();
        return ready;
    }

    private void Bound(WebhookDelivery delivery)
    {
        _done.Enqueue(delivery);
        while (_done.Count > MostDone && _done.Dequeue() is { } oldest)
        {
            if (_byJob.GetValueOrDefault(oldest.PromptId)?.Id == oldest.Id)
            {
                _byJob.Remove(oldest.PromptId);
            }
        }
    }
}
