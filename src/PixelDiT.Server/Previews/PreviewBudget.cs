namespace PixelDiT.Server.Previews;

/// <summary>
/// How much may be sent as previews, to all clients together. Hundreds of clients that get every picture of a fast sampler would slow it: sending is work for
/// the same processors. So a node is asked for its next picture only when there is room for it again; with few clients there always is. Results are no previews.
/// Safe for use from any thread.
/// </summary>
/// <param name="bytesPerSecond">The room that comes back in a second; 0 for no bound.</param>
/// <param name="time">Clock.</param>
internal sealed class PreviewBudget(long bytesPerSecond, TimeProvider time)
{
    // What may be sent at once after a pause, in seconds of the room that comes back: a burst of quick steps at the start of a job goes through.
    private const double Burst = 0.25;

    private readonly Lock _gate = new();
    private double _room = bytesPerSecond * Burst;
    private long _at = time.GetTimestamp();
    private long _passedOver;

    /// <summary>How many pictures were not asked for since the start, because there was no room.</summary>
    public long PassedOver => Interlocked.Read(ref _passedOver);

    /// <summary>Is there room for a picture? If not, it counts as passed over. One picture may take more than there is: the next ones wait for it.</summary>
    public bool HasRoom()
    {
        if (bytesPerSecond == 0)
        {
            return true;
        }

        lock (_gate)
        {
            Refill_NeedsLock();
            if (_room > 0)
            {
                return true;
            }
        }

        Interlocked.Increment(ref _passedOver);
        return false;
    }

    /// <summary>A preview goes to clients.</summary>
    /// <param name="bytes">Its size.</param>
    /// <param name="clients">How many get it.</param>
    public void Spend(int bytes, int clients = 1)
    {
        lock (_gate)
        {
            Refill_NeedsLock();
            _room -= (double)bytes * clients;
        }
    }

    private void Refill_NeedsLock()
    {
        var now = time.GetTimestamp();
        _room = Math.Min(bytesPerSecond * Burst, _room + (bytesPerSecond * time.GetElapsedTime(_at, now).TotalSeconds));
        _at = now;
    }
}
